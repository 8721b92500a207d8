/** Files and the terminal: what layers do differently in Node and in browsers. */
import type { ModelStorage } from './saving/model-storage.js';

/** A text file that grows. */
export interface TextLog {
  /** Adds text; it is in the file when the promise resolves. */
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A bar that is drawn again and again on one line. */
export interface ProgressBar {
  /** Draws it. */
  update(done: number, text: string): void;
  /** Leaves the line as it is, and the terminal as it was. */
  stop(): void;
}

/** One runtime's files and terminal. */
export interface Platform {
  /** Where models are kept, by the scheme before `://`; what follows it names the place. A path has the scheme `file`. */
  readonly storages: Readonly<Record<string, (location: string) => ModelStorage>>;
  /**
   * Opens a text file.
   *
   * @param isContinued - Whether text that is there stays.
   * @returns The log, and whether there was text in it.
   * @throws {IoError} STORAGE_PERMISSION, STORAGE_FULL, STORAGE_FAILED @throws {UnsupportedError} FILE_ABSENT
   */
  openTextLog(path: string, isContinued: boolean): Promise<{ readonly log: TextLog; readonly wasEmpty: boolean }>;
  /** Whether the user watches a terminal whose lines can be drawn again. */
  readonly hasTerminal: boolean;
  /** Starts a bar; `total` is 0 when nobody knows. */
  startBar(title: string, total: number): Promise<ProgressBar>;
  /** Prints a line. */
  writeLine(line: string): void;
}
