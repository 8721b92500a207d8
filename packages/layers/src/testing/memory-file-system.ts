/** Folders and files in memory, which fail when they are told to. */
import type { FileSystem } from '../saving/file-system.js';

/** What goes wrong. */
export interface Fault {
  /** Number of the call that fails, from 0. */
  readonly call: number;
  /** Whether every later call fails too, as when the program ends. */
  readonly isFinal: boolean;
  readonly error: Error;
}

/** A file system, and what is in it. */
export interface MemoryFileSystem {
  readonly files: FileSystem;
  /** By path. */
  readonly contents: Map<string, Uint8Array<ArrayBuffer>>;
  /** How many calls there were. */
  readonly calls: () => number;
}

/**
 * A file system.
 *
 * @param contents - What is in it at the start; it is changed.
 * @param fault - A write that fails leaves half of its bytes.
 */
export function memoryFileSystem(
  contents: Map<string, Uint8Array<ArrayBuffer>> = new Map(),
  fault?: Fault,
): MemoryFileSystem {
  const folders = new Set<string>();
  let calls = 0;
  const fails = (): boolean => {
    const call = calls++;
    return fault !== undefined && (call === fault.call || (fault.isFinal && call > fault.call));
  };
  const check = (): void => {
    if (fails()) throw fault?.error;
  };
  const below = (path: string): string[] => [...contents.keys()].filter((name) => name.startsWith(`${path}/`));
  const files: FileSystem = {
    read: async (path) => {
      check();
      return contents.get(path)?.slice();
    },
    write: async (path, bytes) => {
      const isFailing = fails();
      contents.set(path, bytes.slice(0, isFailing ? bytes.length / 2 : bytes.length));
      if (isFailing) throw fault?.error;
    },
    move: async (from, to) => {
      check();
      const isFolder = folders.has(from) || below(from).length > 0;
      if (isFolder && below(to).length > 0) throw Object.assign(new Error('not empty'), { code: 'ENOTEMPTY' });
      const moved = isFolder ? below(from) : [from].filter((path) => contents.has(path));
      for (const path of moved) {
        contents.set(to + path.slice(from.length), contents.get(path) as Uint8Array<ArrayBuffer>);
        contents.delete(path);
      }
      return moved.length > 0;
    },
    makeFolder: async (path) => {
      check();
      folders.add(path);
    },
    list: async (path) => {
      check();
      const names = new Set(below(path).map((name) => name.slice(path.length + 1).replace(/\/.*/s, '')));
      return names.size > 0 || folders.has(path) ? [...names] : undefined;
    },
    remove: async (path) => {
      check();
      for (const name of [path, ...below(path)]) contents.delete(name);
      folders.delete(path);
    },
    settle: async () => check(),
  };
  return { files, contents, calls: () => calls };
}
