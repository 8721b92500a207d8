/**
 * A vitest reporter that ends a run with the worst ratio of error to tolerance of each op on each backend.
 *
 * A row is an op of the fixtures of one reference, a column a backend, whether it ran in Node or in a browser; the last column names
 * the case with the row's worst ratio.
 */
import type { Reporter, TestCase, Vitest } from 'vitest/node';
import type { ToleranceRecord } from './tolerance-record.js';

/** Reads what `expectWithinTolerance` has recorded. The default export is how vitest takes a reporter by its path. */
export default class ToleranceReporter implements Reporter {
  #vitest: Vitest | undefined;
  #records: ToleranceRecord[] = [];

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunStart(): void {
    this.#records = [];
  }

  onTestCaseResult(test: TestCase): void {
    this.#records.push(...(test.meta().toleranceRecords ?? []));
  }

  onTestRunEnd(): void {
    if (this.#records.length > 0) this.#vitest?.logger.log(`\n${toleranceTable(this.#records)}\n`);
  }
}

/**
 * The table as text.
 *
 * @param records - In any order; at least one.
 */
export function toleranceTable(records: readonly ToleranceRecord[]): string {
  const backends = [...new Set(records.map(({ backend }) => backend))].sort();
  const titles = [...new Set(records.map(rowTitle))].sort();
  const rows = titles.map((title) => {
    const ofOp = records.filter((record) => rowTitle(record) === title);
    const ratios = backends.map((backend) => {
      const worst = worstOf(ofOp.filter((record) => record.backend === backend));
      return worst === undefined ? '-' : worst.ratio.toFixed(3);
    });
    return [title, ...ratios, worstOf(ofOp)?.caseName ?? ''];
  });
  const cells = [['worst error / tolerance', ...backends, 'worst case'], ...rows];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const isNumber = (column: number): boolean => column > 0 && column <= backends.length;
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const rowTitle = ({ reference, op }: ToleranceRecord): string => `${reference} ${op}`;

function worstOf(records: readonly ToleranceRecord[]): ToleranceRecord | undefined {
  return records.reduce<ToleranceRecord | undefined>(
    (worst, record) => (worst === undefined || record.ratio > worst.ratio ? record : worst),
    undefined,
  );
}
