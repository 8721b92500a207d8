/** Warnings: said once a site, through a logger that the program may replace. Nothing else is ever printed. */

/** Receives warnings. */
export type Logger = (message: string) => void;

const said = new Set<string>();
let logger: Logger = (message) => globalThis.console.warn(message);

/**
 * Sends all further warnings to `next`.
 *
 * @param next - Called with one line of text.
 * @returns The logger that was in use before.
 */
export function setLogger(next: Logger): Logger {
  const previous = logger;
  logger = next;
  return previous;
}

/**
 * Warns, the first time only.
 *
 * @param code - Identifies the site; a second warning with the same code is dropped.
 * @param message - One sentence.
 */
export function warnOnce(code: string, message: string): void {
  if (said.has(code)) return;
  said.add(code);
  logger(`isograd: ${message}  [${code}]`);
}
