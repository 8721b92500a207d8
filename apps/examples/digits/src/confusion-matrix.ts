/** Which digits are taken for which. */

/**
 * Counts pairs of label and prediction.
 *
 * @returns `matrix[label][predicted]`
 */
export function confusionMatrix(labels: Int32Array, predicted: Int32Array, classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  labels.forEach((label, index) => {
    const row = matrix[label];
    const column = predicted[index];
    if (row !== undefined && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  });
  return matrix;
}

/** The matrix as text: one row a label, zeros as dots. */
export function formatConfusionMatrix(matrix: readonly (readonly number[])[]): string {
  const cell = (text: string | number): string => String(text).padStart(4);
  const header = `${' '.repeat(11)}predicted\n${' '.repeat(7)}${matrix.map((_, digit) => cell(digit)).join('')}`;
  const rows = matrix.map(
    (counts, label) =>
      `${label === 0 ? 'label' : '     '}${cell(label).slice(2)}${counts.map((count) => cell(count === 0 ? '·' : count)).join('')}`,
  );
  return [header, ...rows].join('\n');
}
