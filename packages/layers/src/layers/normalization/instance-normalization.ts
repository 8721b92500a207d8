/** Normalises each channel of each example by itself. */
import type { LayerConfig } from '../../layer.js';
import { GroupNormalization, type GroupNormalizationOptions } from './group-normalization.js';

/** Options of `instanceNormalization`. */
export type InstanceNormalizationOptions = Omit<GroupNormalizationOptions, 'groups'>;

/** The layer behind `instanceNormalization`. */
export class InstanceNormalization extends GroupNormalization {
  override readonly className: string = 'InstanceNormalization';

  constructor(options: InstanceNormalizationOptions = {}) {
    super({ ...options, groups: -1 }, 'instanceNormalization');
  }

  override getConfig(): LayerConfig {
    const { groups: _, ...config } = super.getConfig();
    return config;
  }
}

/**
 * Normalises each channel of each example by itself.
 *
 * y = (x - μ) / sqrt(σ² + epsilon) · gamma + beta with the mean μ and the biased variance σ² of each example and each
 * channel, over all positions: `groupNormalization` with groups of one channel.
 *
 * Input float32 `[batch, ..., channels]`, output of the same shape; weights `gamma` and `beta` `[channels]`. Keras has
 * it as `GroupNormalization(groups=-1)`; PyTorch's learns no `gamma` and `beta` unless told to, and has epsilon 1e-5.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @see Ulyanov, Vedaldi and Lempitsky: "Instance Normalization" (2016)
 */
export function instanceNormalization(options: InstanceNormalizationOptions = {}): InstanceNormalization {
  return new InstanceNormalization(options);
}
