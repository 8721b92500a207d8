/** The option `verbose` of callbacks. */
import { badOption } from '../messages.js';

/** Whether a callback prints what it does. */
export function verbosity(where: string, verbose: unknown = 0): boolean {
  if (verbose === 0 || verbose === 1) return verbose === 1;
  throw badOption(where, 'verbose', verbose, '0 or 1');
}
