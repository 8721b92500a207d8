/** How work is cut into parts for threads. */

/** Share of the time that fewer parts have to save: more of them make up for a thread that is held up. */
const worthFewer = 1 / 16;

/** Parts that a thread is given to choose from at most: so few that each is large, so many that no thread ends long after the others. */
const partsPerThread = 4;

/**
 * How many units a part has: at least `grain`, a multiple of `multiple`, and such that threads which are equally fast
 * end at about the same time.
 */
export function unitsPerPart(count: number, grain: number, multiple: number, threads: number): number {
  let best = Number.POSITIVE_INFINITY;
  let bestTime = Number.POSITIVE_INFINITY; // of the thread that ends last, in units
  for (let parts = partsPerThread; parts > 0; parts--) {
    const units = Math.ceil(Math.max(grain, count / (threads * parts)) / multiple) * multiple;
    const time = Math.ceil(Math.ceil(count / units) / threads) * units;
    if (time < bestTime * (1 - worthFewer)) [best, bestTime] = [units, time];
  }
  return best;
}
