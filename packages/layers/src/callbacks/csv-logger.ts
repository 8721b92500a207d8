/** Writes the logs of every epoch as a line of a table. */
import { platform } from '#platform';
import { badOption } from '../messages.js';
import { booleanOption } from '../option-checks.js';
import type { TextLog } from '../platform.js';
import type { Callback } from '../training/callback.js';

/** Options of `csvLogger`, with Keras's names and defaults. */
export interface CSVLoggerOptions {
  /** Between the columns. Default: `,`. */
  readonly separator?: string;
  /** Whether a file that is there is continued. Default: false: it is replaced. */
  readonly append?: boolean;
}

/**
 * Writes a table with a line for each epoch: its number, from 0, and the logs in the order of their names.
 *
 * As in Keras, columns are those of the first epoch; where there is no validation, there are columns `val_…` that hold
 * `NA`. Lines end with CR LF (RFC 4180), and each is in the file before the next epoch.
 *
 * @param target - Path of the file; or a function that takes the text, in a page for example.
 * @throws {ValueError} LAYER_OPTION @throws {IoError} STORAGE_PERMISSION, STORAGE_FULL, STORAGE_FAILED when it trains
 * @throws {UnsupportedError} FILE_ABSENT for a path in a page
 * @example
 * import { csvLogger } from '@isograd/layers';
 * let table = '';
 * const callback = csvLogger((text) => {
 *   table += text;
 * });
 */
export function csvLogger(
  target: string | ((text: string) => void | Promise<void>),
  options: CSVLoggerOptions = {},
): Callback {
  const name = 'CSVLogger';
  const { separator = ',' } = options;
  if (typeof separator !== 'string' || separator.length !== 1 || /["\r\n]/.test(separator))
    throw badOption(name, 'separator', separator, 'one character that is no quote and no end of a line');
  const isContinued = booleanOption(name, 'append', options.append ?? false);
  if (typeof target !== 'function' && (typeof target !== 'string' || target === ''))
    throw badOption(name, 'target', target, 'a path or a function');

  let log: TextLog | undefined;
  let needsHeader = true;
  let keys: readonly string[] | undefined;

  const quote = (text: string): string =>
    text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lineOf = (cells: readonly string[]): string => `${cells.map(quote).join(separator)}\r\n`;
  const close = async (): Promise<void> => {
    const open = log;
    log = undefined;
    await open?.close();
  };

  return {
    name,
    onTrainBegin: async () => {
      await close();
      keys = undefined;
      if (typeof target === 'function') {
        log = { write: async (text) => target(text), close: async () => {} };
        needsHeader = !isContinued;
        return;
      }
      const opened = await platform.openTextLog(target, isContinued);
      log = opened.log;
      needsHeader = opened.wasEmpty;
    },
    onEpochEnd: async (epoch, logs) => {
      const isFirst = keys === undefined;
      keys ??= columnsOf(Object.keys(logs));
      const header = isFirst && needsHeader ? lineOf(['epoch', ...keys]) : '';
      const cells = keys.map((key) => (logs[key] === undefined ? 'NA' : String(logs[key])));
      await log?.write(header + lineOf([String(epoch), ...cells]));
    },
    onTrainEnd: close,
    onTrainError: close,
  };
}

function columnsOf(names: readonly string[]): readonly string[] {
  const sorted = [...names].sort();
  return sorted.some((name) => name.startsWith('val_')) ? sorted : [...sorted, ...sorted.map((name) => `val_${name}`)];
}
