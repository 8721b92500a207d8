/** The check of every argument that counts elements. */
import { badCount } from './messages.js';

/**
 * @throws {ValueError} DATA_COUNT when `value` is not a whole number of at least `least`.
 */
export function checkCount(operator: string, argument: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) throw badCount(operator, argument, value, least);
}
