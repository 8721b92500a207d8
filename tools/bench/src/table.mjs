/** A table in Markdown that grows while it is measured. */

/**
 * Prints the head.
 *
 * @param {readonly [title: string, width: number][]} columns - The first is text, the others are numbers.
 * @returns {(cells: readonly string[]) => void} prints a row.
 */
export function startTable(columns) {
  const row = (/** @type {readonly string[]} */ cells) => {
    const padded = cells.map((cell, column) => {
      const width = columns[column]?.[1] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(`| ${padded.join(' | ')} |`);
  };
  row(columns.map(([title]) => title));
  console.log(
    `| ${columns.map(([, width], column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`,
  );
  return row;
}
