/** Laws of attention. */
import { broadcastAt } from './broadcast.js';
import { at, type HostTensor, tabulate } from './host-tensor.js';

/** Heads stand behind time: `[batch, time, heads, headDim]`; `mask` is broadcast to `[batch, heads, time, keyTime]`. */
export type AttentionInputs = {
  readonly query: HostTensor;
  readonly key: HostTensor;
  readonly value: HostTensor;
  readonly mask?: HostTensor;
};

/** Whether query i sees the keys 0 to i only; the factor of the scores, 1 / sqrt(headDim) where it is left out. */
export interface AttentionAttributes {
  readonly isCausal?: boolean;
  readonly scale?: number;
}

/**
 * y[b, i, h] = Σⱼ softmaxⱼ(query[b, i, h] · key[b, j, h] scale) value[b, j, h], over the keys that are seen; zeros
 * where none is.
 */
export function dotProductAttention(
  { query, key, value, mask }: AttentionInputs,
  { isCausal = false, scale }: AttentionAttributes,
): HostTensor {
  const [batch, time, heads, headDim] = query.shape as [number, number, number, number];
  const keyTime = key.shape[1] as number;
  const features = value.shape[3] as number;
  const factor = scale ?? 1 / Math.sqrt(headDim);

  /** e^score of each key, zero for those that are not seen. */
  const exponentials = (sample: number, head: number, from: number): number[] =>
    Array.from({ length: keyTime }, (_, to) => {
      const isMasked = mask !== undefined && broadcastAt(mask, [sample, head, from, to]) === 0;
      if (isMasked || (isCausal && to > from)) return 0;
      let score = 0;
      for (let d = 0; d < headDim; d++) score += at(query, [sample, from, head, d]) * at(key, [sample, to, head, d]);
      return Math.exp(score * factor);
    });

  return tabulate([batch, time, heads, features], ([sample = 0, from = 0, head = 0, feature = 0]) => {
    const parts = exponentials(sample, head, from);
    const total = parts.reduce((sum, part) => sum + part, 0);
    if (total === 0) return 0;
    return parts.reduce((sum, part, to) => sum + (part / total) * at(value, [sample, to, head, feature]), 0);
  });
}
