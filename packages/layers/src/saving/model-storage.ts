/**
 * A place where one model is kept, as a few named files.
 *
 * A path, a web address, the storage of a browser, a downloaded file and memory all look like this; `resolveStorage`
 * finds the one that a string names. Another one, a bucket in a cloud say, is an object with the same two functions.
 */

/** Reads and writes all files of a model at once. */
export interface ModelStorage {
  /** For messages: a path, a URL. Default: `model storage`. */
  readonly name?: string;
  /**
   * Writes the files; those of an earlier model go.
   *
   * When it rejects or the program dies meanwhile, a complete model is still there: the earlier one, unless the new one
   * was complete already.
   *
   * @throws {IoError} STORAGE_PERMISSION, STORAGE_FULL, STORAGE_FAILED
   */
  write(files: ModelFiles): Promise<void>;
  /**
   * Reads the files.
   *
   * @throws {IoError} MODEL_NOT_FOUND, STORAGE_PERMISSION, STORAGE_FAILED
   */
  read(): Promise<ModelFiles>;
  /**
   * Reads one file of a model that another program wrote, whatever it is called; undefined when it is not there.
   * Default: `read` gives all files.
   *
   * @param name - Without a path.
   * @param maxBytes - A larger one is refused.
   * @throws {IoError} MODEL_NOT_FOUND, STORAGE_PERMISSION, STORAGE_FAILED, STORAGE_TOO_LARGE
   */
  readFile?(name: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Contents by name. */
export type ModelFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** What describes the model. */
export const configFile = 'config.json';

/** What holds its weights. */
export const weightsFile = 'weights.safetensors';

/** What holds the state of its optimizer, if it has one. */
export const optimizerFile = 'optimizer.safetensors';

/** Every file that a model may have; no other name is ever read or written. The config is the last. */
export const modelFileNames: readonly string[] = [weightsFile, optimizerFile, configFile];

/** Name of a storage, for messages. */
export function storageName(storage: ModelStorage): string {
  return storage.name ?? 'model storage';
}
