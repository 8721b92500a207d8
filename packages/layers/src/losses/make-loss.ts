/** What the factories of losses share. */
import { oneOf } from '../option-checks.js';
import type { Loss, LossOptions, Reduction } from './loss.js';

const reductions: readonly Reduction[] = ['sumOverBatchSize', 'sum', 'mean', 'meanWithSampleWeight', 'none'];

/** Kept away from 0 in logarithms and quotients: Keras's epsilon, on every backend. */
export const epsilon = 1e-7;

/**
 * A loss whose config holds its reduction too.
 *
 * @param loss - All but the reduction.
 * @param options - What the factory was given.
 * @throws {ValueError} LAYER_OPTION
 */
export function makeLoss(loss: Omit<Loss, 'reduction'>, options: LossOptions): Loss {
  const reduction = oneOf(loss.name, 'reduction', options.reduction ?? 'sumOverBatchSize', reductions);
  return { ...loss, config: { ...loss.config, reduction }, reduction };
}
