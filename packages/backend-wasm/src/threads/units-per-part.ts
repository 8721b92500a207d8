/** How work is cut into parts for threads. */

/** Parts that a thread is given to choose from: so few that each is large, so many that no thread ends long after the others. */
const partsPerThread = 3;

/** How many units a part has: at least `grain`, a multiple of `multiple`. */
export function unitsPerPart(count: number, grain: number, multiple: number, threads: number): number {
  const units = Math.max(grain, count / (threads * partsPerThread));
  return Math.ceil(units / multiple) * multiple;
}
