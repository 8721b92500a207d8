/** Adds the path of layers to errors on their way out. */
import { IsogradError } from '@isograd/core';

/**
 * Runs `fn`; an error of ours that passes is told where it came through, unless it knows.
 *
 * @param label - Label of the layer or model: `Dense "head"`.
 */
export function withErrorPath<T>(label: string, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    if (error instanceof IsogradError && !error.where.includes(label)) throw error.within(label);
    throw error;
  }
}
