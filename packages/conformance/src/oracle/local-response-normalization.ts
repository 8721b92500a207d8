/** Laws of local response normalization: each element is divided by a power of the squares beside it. */
import { at, type HostTensor, tabulate } from './host-tensor.js';

/** In the words of the kernel. */
export interface LRNAttributes {
  /** Channels to each side that count. */
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

/**
 * y[..., c] = x[..., c] (bias + α Σ x[..., k]²)^-β, the sum over |k - c| <= depthRadius.
 *
 * @see Krizhevsky, Sutskever, Hinton: "ImageNet Classification with Deep Convolutional Neural Networks" (2012), 3.3
 */
export function localResponseNormalization({ x }: { readonly x: HostTensor }, attributes: LRNAttributes): HostTensor {
  return tabulate(x.shape, (index) => at(x, index) * powerSumAt(x, index, attributes) ** -attributes.beta);
}

/** dx[..., c] = dy n^-β - 2 α β x[..., c] Σ dy[..., k] x[..., k] n[..., k]^(-β - 1), n being the sums above. */
export function localResponseNormalizationGradient(
  { x, dy }: { readonly x: HostTensor; readonly y: HostTensor; readonly dy: HostTensor },
  attributes: LRNAttributes,
): HostTensor {
  const { alpha, beta } = attributes;
  return tabulate(x.shape, (index) => {
    let neighbours = 0;
    for (const other of neighboursOf(x, index, attributes)) {
      neighbours += at(dy, other) * at(x, other) * powerSumAt(x, other, attributes) ** (-beta - 1);
    }
    return at(dy, index) * powerSumAt(x, index, attributes) ** -beta - 2 * alpha * beta * at(x, index) * neighbours;
  });
}

function powerSumAt(x: HostTensor, index: readonly number[], attributes: LRNAttributes): number {
  let sum = 0;
  for (const other of neighboursOf(x, index, attributes)) sum += at(x, other) ** 2;
  return attributes.bias + attributes.alpha * sum;
}

/** The indices of the channels that count for one, itself among them. */
function neighboursOf({ shape }: HostTensor, index: readonly number[], { depthRadius }: LRNAttributes): number[][] {
  const [place, channel] = [index.slice(0, -1), index.at(-1) as number];
  const channels = Array.from({ length: shape.at(-1) as number }, (_, other) => other);
  return channels.filter((other) => Math.abs(other - channel) <= depthRadius).map((other) => [...place, other]);
}
