/** Constants given as nested lists. */
import { badOption } from '../../messages.js';

/** A number, or lists of equal lengths of them. */
export type NestedNumbers = number | readonly NestedNumbers[];

/** The same as row-major values with a shape. */
export interface Constants {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/**
 * Reads nested lists.
 *
 * @param where - Name of the factory, for messages.
 * @throws {ValueError} LAYER_OPTION
 */
export function readNestedNumbers(where: string, option: string, value: unknown): Constants {
  if (typeof value === 'number' && Number.isFinite(value)) return { shape: [], values: [value] };
  if (!Array.isArray(value) || value.length === 0) {
    throw badOption(where, option, value, 'a number, or lists of equal lengths of numbers');
  }
  const parts = value.map((part) => readNestedNumbers(where, option, part));
  const [first] = parts as [Constants];
  if (parts.some(({ shape }) => shape.join() !== first.shape.join())) {
    throw badOption(where, option, value, 'lists of equal lengths');
  }
  return { shape: [value.length, ...first.shape], values: parts.flatMap(({ values }) => values) };
}
