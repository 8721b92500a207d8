/** Circles in a graph of files. */

/**
 * The circles that a depth-first walk closes: one for each edge that leads back to a file still being walked.
 *
 * @param {ReadonlyMap<string, readonly string[]>} edges - From each file to the files it imports.
 * @returns {string[][]} Each circle as a path whose last file is its first; empty exactly when there is none.
 */
export function findCycles(edges) {
  /** @type {string[][]} */
  const cycles = [];
  /** @type {string[]} */
  const path = [];
  const done = new Set();
  const walk = (/** @type {string} */ file) => {
    if (done.has(file)) return;
    const start = path.indexOf(file);
    if (start >= 0) {
      cycles.push([...path.slice(start), file]);
      return;
    }
    path.push(file);
    for (const next of edges.get(file) ?? []) walk(next);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) walk(file);
  return cycles;
}
