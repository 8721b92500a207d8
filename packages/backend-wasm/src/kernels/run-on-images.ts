/** Runs a function that moves the elements of one image on several. */
import type { Runtime } from '../runtime.js';
import type { Arguments, ParallelFunction, SharedParameters } from '../wasm-function.js';
import { movesWorthSharing } from './worth-sharing.js';

/** Images that lie at equal distances. */
export interface Images<P extends SharedParameters> {
  readonly count: number;
  /** What the values of the call grow by from one image to the next. */
  readonly steps: Partial<Arguments<P>>;
  /** Elements of one. */
  readonly size: number;
}

/** Runs `fn` on each image, whole ones on a thread; a single one is divided as `fn` says. */
export function runOnImages<P extends SharedParameters>(
  runtime: Runtime,
  fn: ParallelFunction<P>,
  first: Arguments<P>,
  { count, steps, size }: Images<P>,
): void {
  const grain = movesWorthSharing / size;
  if (count === 1) runtime.runParallel(fn, first, grain * first[fn.division.count]);
  else runtime.repeatParallel(fn, first, steps, count, grain);
}
