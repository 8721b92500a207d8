/** What folders and files must be able to do for a model to be kept in them. Paths are joined with `/`. */
export interface FileSystem {
  /**
   * A file, or undefined when it is not there.
   *
   * @param maxBytes - A larger one is refused before it is read.
   * @throws {IoError} STORAGE_TOO_LARGE
   */
  read(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Makes a file; when the promise resolves, its bytes are on the disk. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Moves a file over another one, or a folder to where nothing is, at once or not at all; false when nothing is at `from`. */
  move(from: string, to: string): Promise<boolean>;
  /** Makes a folder and those above it, unless they are there. */
  makeFolder(path: string): Promise<void>;
  /** Names in a folder, or undefined when it is no folder. */
  list(path: string): Promise<readonly string[] | undefined>;
  /** Removes a file or a folder with all that is in it, if it is there. */
  remove(path: string): Promise<void>;
  /** Makes sure that moves within a folder are on the disk. */
  settle(folder: string): Promise<void>;
}
