/** Options of metrics that cut predictions at thresholds. */
import { badOption } from '../messages.js';
import { positiveInteger, share, wholeNumber } from '../option-checks.js';
import { belowAll } from './threshold-counts.js';

/** One threshold or several, from 0 to 1; `null` means the default. */
export type Thresholds = number | readonly number[] | null;

/**
 * A list of thresholds in the order given.
 *
 * @param topK - Of the metric: with one, every prediction that is chosen counts by default.
 * @throws {ValueError} LAYER_OPTION
 */
export function readThresholds(where: string, thresholds: unknown, topK?: number): readonly number[] {
  if (thresholds === undefined || thresholds === null) return [topK === undefined ? 0.5 : belowAll];
  const list: readonly unknown[] = Array.isArray(thresholds) ? thresholds : [thresholds];
  if (list.length === 0) throw badOption(where, 'thresholds', thresholds, 'at least one threshold');
  return list.map((threshold) => share(where, 'thresholds', threshold));
}

/** A number of classes, or undefined for `null` too. */
export function readTopK(where: string, topK: unknown): number | undefined {
  return topK === undefined || topK === null ? undefined : positiveInteger(where, 'topK', topK);
}

/** The number of a class, or undefined for `null` too. */
export function readClassId(where: string, classId: unknown): number | undefined {
  if (classId === undefined || classId === null) return undefined;
  const number = wholeNumber(where, 'classId', classId);
  if (number < 0) throw badOption(where, 'classId', classId, 'an integer of at least 0');
  return number;
}
