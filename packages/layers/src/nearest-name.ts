/** The name that was meant, for messages. */

/** Names longer than this are no slip of the pen, and would cost time. */
const longestName = 64;

/**
 * The known name that a misspelt one resembles: at most a third of its letters, and one at least, added, left out or
 * replaced. Capitals and underscores do not count.
 *
 * @param name - What was written.
 * @param known - The names that exist.
 * @returns undefined where none is near.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > longestName) return undefined;
  const written = letters(name);
  let nearest: string | undefined;
  let fewest = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const candidate of known) {
    const edits = editDistance(written, letters(candidate));
    if (edits < fewest) [nearest, fewest] = [candidate, edits];
  }
  return nearest;
}

const letters = (name: string): string => name.toLowerCase().replaceAll('_', '');

/** The fewest letters to add, leave out or replace (Levenshtein, 1965). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let index = 0; index < from.length; index++) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] as number) + (from[index] === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] as number) + 1, (next[column - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
