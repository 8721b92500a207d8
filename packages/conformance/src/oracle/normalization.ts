/** Laws of what brings activations to mean zero and variance one. */
import { broadcastAt } from './broadcast.js';
import { at, type HostTensor, type Index, indicesOf, tabulate } from './host-tensor.js';

/** `x`, and a factor and a summand that are broadcast against it. */
export type NormalizationInputs = { readonly x: HostTensor; readonly gamma?: HostTensor; readonly beta?: HostTensor };

/** y = (x - μ) / sqrt(σ² + ε) γ + β, the mean and the biased variance over the axes given. */
export function layerNorm(
  { x, gamma, beta }: NormalizationInputs,
  { axis, epsilon }: { readonly axis: readonly number[]; readonly epsilon: number },
): HostTensor {
  return standardize(x, { gamma, beta }, epsilon, (index, other) =>
    index.every((place, d) => axis.includes(d) || place === other[d]),
  );
}

/** The same over all positions and a group of neighbouring channels of each example. */
export function groupNorm(
  { x, gamma, beta }: NormalizationInputs,
  { groups, epsilon }: { readonly groups: number; readonly epsilon: number },
): HostTensor {
  const size = (x.shape.at(-1) as number) / groups;
  const groupOf = (index: Index): number => Math.floor((index.at(-1) as number) / size);
  return standardize(
    x,
    { gamma, beta },
    epsilon,
    (index, other) => index[0] === other[0] && groupOf(index) === groupOf(other),
  );
}

/** y = x / sqrt(mean(x²) + ε) γ, the mean over the last axis. */
export function rmsNorm({ x, gamma }: NormalizationInputs, { epsilon }: { readonly epsilon: number }): HostTensor {
  const size = x.shape.at(-1) as number;
  return tabulate(x.shape, (index) => {
    let squares = 0;
    for (let place = 0; place < size; place++) squares += at(x, [...index.slice(0, -1), place]) ** 2;
    const y = at(x, index) / Math.sqrt(squares / size + epsilon);
    return gamma === undefined ? y : y * broadcastAt(gamma, index);
  });
}

/** Each element by the mean and variance of those that belong together with it. */
function standardize(
  x: HostTensor,
  { gamma, beta }: { readonly gamma: HostTensor | undefined; readonly beta: HostTensor | undefined },
  epsilon: number,
  belongTogether: (a: Index, b: Index) => boolean,
): HostTensor {
  const all = [...indicesOf(x.shape)];
  return tabulate(x.shape, (index) => {
    const values = all.filter((other) => belongTogether(index, other)).map((other) => at(x, other));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const y = (at(x, index) - mean) / Math.sqrt(variance + epsilon);
    const scaled = gamma === undefined ? y : y * broadcastAt(gamma, index);
    return beta === undefined ? scaled : scaled + broadcastAt(beta, index);
  });
}
