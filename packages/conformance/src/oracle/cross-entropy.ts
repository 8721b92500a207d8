/** Laws of losses between labels and logits. */
import { at, type HostTensor, tabulate } from './host-tensor.js';

/** -Σ labels log softmax(logits), over the last axis. */
export function softmaxCrossEntropy({
  labels,
  logits,
}: {
  readonly labels: HostTensor;
  readonly logits: HostTensor;
}): HostTensor {
  return tabulate(logits.shape.slice(0, -1), (index) => {
    const logTotal = logSumExpOf(logits, index);
    let loss = 0;
    for (let label = 0; label < (logits.shape.at(-1) as number); label++) {
      loss -= at(labels, [...index, label]) * (at(logits, [...index, label]) - logTotal);
    }
    return loss;
  });
}

/** log Σ exp(logits) - logits[label]; 0 for the label that is ignored. */
export function sparseSoftmaxCrossEntropy(
  { labels, logits }: { readonly labels: HostTensor; readonly logits: HostTensor },
  { ignoreIndex }: { readonly ignoreIndex?: number },
): HostTensor {
  return tabulate(labels.shape, (index) => {
    const label = at(labels, index);
    return label === ignoreIndex ? 0 : logSumExpOf(logits, index) - at(logits, [...index, label]);
  });
}

/** -y log σ(z) - (1 - y) log(1 - σ(z)) = max(z, 0) - z y + log(1 + e^-|z|) */
export function sigmoidCrossEntropy({
  labels,
  logits,
}: {
  readonly labels: HostTensor;
  readonly logits: HostTensor;
}): HostTensor {
  return tabulate(logits.shape, (index) => {
    const z = at(logits, index);
    return Math.max(z, 0) - z * at(labels, index) + Math.log1p(Math.exp(-Math.abs(z)));
  });
}

/** log Σ exp(x) over the last axis. */
export function logSumExp({ x }: { readonly x: HostTensor }): HostTensor {
  return tabulate(x.shape.slice(0, -1), (index) => logSumExpOf(x, index));
}

/** log Σ exp of the last axis at the indices of the others, with the largest element taken out. */
function logSumExpOf(x: HostTensor, index: readonly number[]): number {
  const values = Array.from({ length: x.shape.at(-1) as number }, (_, place) => at(x, [...index, place]));
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
