/** Clips gradients that are large for their weights. */
import { div, maximum, mul, sqrt, square, sum, type Tensor } from '@tensorflow/tfjs-core';
import { checkPositive } from '../check-option.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { axesButLast } from './centralize-gradients.js';
import { type EmptyState, stateless } from './stateless.js';

/** How `adaptiveGradientClip` clips. */
export interface AdaptiveGradientClipOptions {
  /** Largest ratio of the norm of a gradient to that of its weights, above 0. The paper takes 0.01 to 0.16. */
  readonly clipping: number;
  /** Smallest norm that weights are taken to have, above 0, so that those that are zero can grow. Default: 1e-3. */
  readonly epsilon?: number;
}

/**
 * Scales down, unit by unit, gradients whose norm is more than `clipping` times that of their weights:
 * g · λ / max(‖g‖₂, λ) with λ = clipping · max(‖w‖₂, epsilon).
 *
 * A unit is what belongs to one index of the last axis (a column of a dense kernel, a filter of a convolution); a tensor
 * with at most one axis longer than 1 is one unit. Optax takes kernels of rank 3 for those of attention heads
 * `[features, heads, headDim]` and keeps their last two axes apart; here they are kernels of 1D convolutions
 * `[width, channels, filters]`. The paper leaves out the last layer: see `masked`.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Brock, De, Smith, Simonyan: "High-Performance Large-Scale Image Recognition Without Normalization" (ICML 2021)
 */
export function adaptiveGradientClip(options: AdaptiveGradientClipOptions): GradientTransformation<EmptyState> {
  const { clipping, epsilon = 1e-3 } = options;
  checkPositive('adaptiveGradientClip', 'clipping', clipping);
  checkPositive('adaptiveGradientClip', 'epsilon', epsilon);
  return stateless((grads, params) =>
    mapTensors(
      'adaptiveGradientClip',
      ([param, g]) => {
        const limit = mul(maximum(unitNorms(param), epsilon), clipping);
        return mul(g, div(limit, maximum(unitNorms(g), limit)));
      },
      [params, grads],
    ),
  );
}

/** The norm of each unit, with an axis of 1 for each that is summed. */
function unitNorms(x: Tensor): Tensor {
  const isOneUnit = x.shape.filter((size) => size !== 1).length <= 1;
  return sqrt(sum(square(x), isOneUnit ? undefined : axesButLast(x.rank), true));
}
