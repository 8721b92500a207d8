/** The feature table: kernels × { forward, gradient, second order } × backends, as Markdown. */
import type { Capabilities } from '@isograd/core';
import type { OpRecord } from '../ops/op-record.js';
import type { OpReport } from '../suites/test-op.js';

/** What one backend was found to do. */
export interface BackendResults {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** By name of the record. */
  readonly reports: ReadonlyMap<string, OpReport>;
}

type Suite = keyof OpReport;

const suites: readonly { readonly suite: Suite; readonly title: string }[] = [
  { suite: 'forward', title: 'forward' },
  { suite: 'gradient', title: 'gradient' },
  { suite: 'secondOrder', title: 'second order' },
];

/**
 * One table a family: a row a kernel, a column a suite and backend.
 *
 * @param records - What was tried.
 * @param backends - The backends that tried it, in the order of the columns.
 * @returns Markdown, without a heading of its own.
 */
export function featureTable(records: readonly OpRecord[], backends: readonly BackendResults[]): string {
  const families = [...new Set(records.map(({ family }) => family))];
  const columns = suites.flatMap(({ suite, title }) =>
    backends.map((backend) => ({ suite, backend, title: `${title} ${backend.name}` })),
  );
  return families
    .map((family) => {
      const rows = records
        .filter((record) => record.family === family)
        .map((record) => [record.name, ...columns.map(({ suite, backend }) => markOf(record, suite, backend))]);
      return `### ${family}\n\n${markdownTable(['kernel', ...columns.map(({ title }) => title)], rows)}`;
    })
    .join('\n');
}

/**
 * The kernels that have no law, with the reason, and whether each backend computes or borrows them.
 *
 * @param reasons - By name of the kernel.
 * @param backends - In the order of the columns.
 */
export function withoutLawTable(
  reasons: Readonly<Record<string, string>>,
  backends: readonly BackendResults[],
): string {
  const header = ['kernel', ...backends.map(({ name }) => name), 'why it has no law'];
  const rows = Object.entries(reasons).map(([kernel, reason]) => [
    kernel,
    ...backends.map(({ capabilities }) => sourceOf(kernel, capabilities)),
    reason,
  ]);
  return markdownTable(header, rows);
}

function markOf({ name, gradient }: OpRecord, suite: Suite, { reports }: BackendResults): string {
  const report = reports.get(name)?.[suite];
  if (report === undefined) return '–';
  if (report.failures.length > 0) return '✗';
  if (suite === 'forward' || gradient.kind === 'smooth') return '✓';
  return gradient.kind === 'constant' ? 'zero' : 'refused';
}

function sourceOf(kernel: string, { kernels }: Capabilities): string {
  const borrowed = kernels.borrowed.find((entry) => entry.kernel === kernel);
  if (borrowed !== undefined) return borrowed.dtypes === undefined ? 'borrowed' : `borrowed for ${borrowed.dtypes}`;
  return kernels.native.includes(kernel) ? 'native' : 'absent';
}

function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('');
}
