/**
 * A model as a folder, which holds a complete model at every moment, whatever ends the program.
 *
 * The new files are written into a folder `.saving-…` inside it. Renaming that to `.saved` is the one moment at which
 * the new model takes the place of the old: from then on, files in `.saved` count before those outside. They are
 * moved out afterwards, the config last; what a program that died has left undone, the next save does.
 */
import type { FileSystem } from './file-system.js';
import { configFile, type ModelFiles, modelFileNames, type ModelStorage } from './model-storage.js';
import { isModelConfig, maxConfigBytes } from './model-config.js';
import { modelNotFound, storageFailed, storageOccupied } from './storage-messages.js';

const draftPrefix = '.saving-';
const committed = '.saved';

/** How often reading starts again because a model is being saved meanwhile. */
const maxReads = 5;

/** A storage in the folder `path`; it is made when needed. One program at a time may save into it. */
export function folderStorage(path: string, files: FileSystem): ModelStorage {
  return {
    name: path,
    write: (model) => inTurn(path, () => writeFolder(path, files, model)),
    read: () => readFolder(path, files),
    readFile: (name, maxBytes) => files.read(`${path}/${name}`, maxBytes),
  };
}

/** The save that ends last, of those that this program has begun at a path. */
const saving = new Map<string, Promise<void>>();

/** Two saves at one path, of which nobody awaits the first, come one after the other. */
function inTurn(path: string, save: () => Promise<void>): Promise<void> {
  const turn = (saving.get(path) ?? Promise.resolve()).then(save, save);
  saving.set(path, turn);
  const leave = (): void => {
    if (saving.get(path) === turn) saving.delete(path);
  };
  turn.then(leave, leave);
  return turn;
}

async function writeFolder(path: string, files: FileSystem, model: ModelFiles): Promise<void> {
  await files.makeFolder(path);
  await finishSave(path, files);
  const present = await files.read(`${path}/${configFile}`, maxConfigBytes);
  if (present !== undefined && !isModelConfig(present)) throw storageOccupied(path);
  await removeDrafts(path, files);
  const draft = `${path}/${draftPrefix}${crypto.randomUUID()}`;
  try {
    await files.makeFolder(draft);
    for (const [name, bytes] of model) await files.write(`${draft}/${name}`, bytes);
    await files.settle(draft);
    if (!(await files.move(draft, `${path}/${committed}`)))
      throw storageFailed(path, 'write', 'a draft that somebody removed');
  } catch (error) {
    await files.remove(draft).catch(() => {}); // the first error says more
    throw error;
  }
  await files.settle(path);
  await finishSave(path, files);
  for (const name of modelFileNames) if (!model.has(name)) await files.remove(`${path}/${name}`);
}

/** Moves the files of the newest model to where they belong. */
async function finishSave(path: string, files: FileSystem): Promise<void> {
  const left = await files.list(`${path}/${committed}`);
  if (left === undefined) return;
  for (const name of modelFileNames) {
    if (left.includes(name)) await files.move(`${path}/${committed}/${name}`, `${path}/${name}`);
  }
  await files.settle(path);
  await files.remove(`${path}/${committed}`);
}

async function removeDrafts(path: string, files: FileSystem): Promise<void> {
  for (const name of (await files.list(path)) ?? []) {
    if (name.startsWith(draftPrefix)) await files.remove(`${path}/${name}`);
  }
}

async function readFolder(path: string, files: FileSystem): Promise<ModelFiles> {
  let config = await readCurrent(path, files, configFile);
  for (let attempt = 0; attempt < maxReads && config !== undefined; attempt++) {
    const model = new Map([[configFile, config]]);
    for (const name of modelFileNames.filter((other) => other !== configFile)) {
      const bytes = await readCurrent(path, files, name);
      if (bytes !== undefined) model.set(name, bytes);
    }
    const after = await readCurrent(path, files, configFile);
    if (after !== undefined && areEqual(config, after)) return model;
    config = after; // another one was saved meanwhile
  }
  throw modelNotFound(path, `a folder without ${configFile}, or none`);
}

/** A file of the newest model. */
async function readCurrent(
  path: string,
  files: FileSystem,
  name: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const maxBytes = name === configFile ? maxConfigBytes : Number.POSITIVE_INFINITY;
  return (await files.read(`${path}/${committed}/${name}`, maxBytes)) ?? files.read(`${path}/${name}`, maxBytes);
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
