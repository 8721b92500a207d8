/** The correction by which batch normalization trains with the statistics that it infers with. */
import { stopGradient } from '@isograd/core';
import { clipByValue, div, maximum, minimum, sub, type Tensor } from '@tensorflow/tfjs-core';
import { badOption } from '../../messages.js';
import { nonNegativeNumber } from '../../option-checks.js';

/** Bounds of the correction r and d, with Keras's names; one that is left out does not bound. */
export interface RenormClipping {
  /** Largest r. */
  readonly rmax?: number;
  /** Smallest r. */
  readonly rmin?: number;
  /** Largest magnitude of d. */
  readonly dmax?: number;
}

/** A mean and a standard deviation for each channel. */
export interface Deviation {
  readonly mean: Tensor;
  readonly stddev: Tensor;
}

/** What the normalised values are corrected by: r · x + d. */
export interface RenormCorrection {
  readonly r: Tensor;
  readonly d: Tensor;
}

/** Names of the bounds. */
const bounds = ['rmax', 'rmin', 'dmax'] as const;

/**
 * Reads the option.
 *
 * @param where - Name of the factory, for messages.
 * @throws {ValueError} LAYER_OPTION
 */
export function readRenormClipping(where: string, value: unknown): RenormClipping {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isRecord || Object.keys(value).some((name) => !bounds.some((bound) => bound === name))) {
    throw badOption(where, 'renormClipping', value, '{ rmax, rmin, dmax }, or some of them');
  }
  for (const [name, bound] of Object.entries(value)) nonNegativeNumber(where, `renormClipping.${name}`, bound);
  const { rmax = Number.POSITIVE_INFINITY, rmin = 0 } = value as RenormClipping;
  if (rmax < rmin) throw badOption(where, 'renormClipping.rmax', rmax, `at least rmin, which is ${rmin}`);
  return value as RenormClipping;
}

/**
 * r = σ / σ' and d = (μ - μ') / σ' with the statistics of the batch and the moving ones (dashed), clipped; constants for
 * differentiation. Then (x - μ) / σ · r + d = (x - μ') / σ' where nothing is clipped.
 *
 * @param batch - Statistics of the batch.
 * @param moving - Moving statistics of the same shape.
 * @param epsilon - The square of the smallest deviation.
 */
export function renormCorrection(
  batch: Deviation,
  moving: Deviation,
  epsilon: number,
  { rmax, rmin, dmax }: RenormClipping,
): RenormCorrection {
  const stddev = maximum(moving.stddev, Math.sqrt(epsilon));
  let r: Tensor = div(batch.stddev, stddev);
  if (rmin !== undefined) r = maximum(r, rmin);
  if (rmax !== undefined) r = minimum(r, rmax);
  let d: Tensor = div(sub(batch.mean, moving.mean), stddev);
  if (dmax !== undefined) d = clipByValue(d, -dmax, dmax);
  return { r: stopGradient(r), d: stopGradient(d) };
}
