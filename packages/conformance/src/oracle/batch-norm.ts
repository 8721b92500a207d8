/** Law of normalisation with given statistics. */
import { mapPairs } from './broadcast.js';
import { type HostTensor, mapValues } from './host-tensor.js';

/** `x`, and what broadcasts to it; `scale` and `offset` may be left out. */
export type BatchNormInputs = {
  readonly x: HostTensor;
  readonly mean: HostTensor;
  readonly variance: HostTensor;
  readonly scale?: HostTensor;
  readonly offset?: HostTensor;
};

/** Of the kernel FusedBatchNorm. */
export interface BatchNormAttributes {
  readonly varianceEpsilon: number;
}

/** (x - mean) / √(variance + ε) · scale + offset */
export function batchNorm(inputs: BatchNormInputs, { varianceEpsilon }: BatchNormAttributes): HostTensor {
  const { x, mean, variance, scale, offset } = inputs;
  const deviation = mapValues(variance, (value) => Math.sqrt(value + varianceEpsilon));
  const centred = mapPairs(x, mean, (value, centre) => value - centre);
  const normal = mapPairs(centred, deviation, (value, unit) => value / unit);
  const scaled = scale === undefined ? normal : mapPairs(normal, scale, (value, factor) => value * factor);
  return offset === undefined ? scaled : mapPairs(scaled, offset, (value, shift) => value + shift);
}
