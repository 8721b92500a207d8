/** Folders and archives: a complete model at every moment, whatever fails. */
import { describe, expect, it } from 'vitest';
import { memoryFileSystem } from '../testing/memory-file-system.js';
import { filesOfModel, testStorage, textsOf } from '../testing/storage-suite.js';
import { fileStorage } from './file-storage.js';
import { memoryStorage } from './memory-storage.js';
import type { ModelStorage } from './model-storage.js';

describe('a folder', () => {
  const { files } = memoryFileSystem();
  testStorage((name) => fileStorage(name, files));
});

describe('an archive', () => {
  const { files } = memoryFileSystem();
  testStorage((name) => fileStorage(`${name}.zip`, files));
});

describe('memory', () => {
  const places = new Map<string, ModelStorage>();
  testStorage((name) => {
    const storage = places.get(name) ?? memoryStorage();
    places.set(name, storage);
    return storage;
  });
});

const old = filesOfModel('old', ['weights.safetensors', 'optimizer.safetensors']);
const next = filesOfModel('new');
const diskFull = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

/** The files of the old model on a disk, and what is there after the new one was saved with a fault. */
async function saveWithFault(path: string, call: number, isFinal: boolean) {
  const { files: good, contents } = memoryFileSystem();
  await fileStorage(path, good).write(old);
  const bad = memoryFileSystem(contents, { call, isFinal, error: diskFull });
  const outcome = await fileStorage(path, bad.files)
    .write(next)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  return { contents, outcome, hasFailed: bad.calls() > call };
}

describe.each(['model', 'a/model.zip'])('%s', (path) => {
  it.each([
    ['fails', false],
    ['is the last', true],
  ])('holds a whole model whichever call %s', async (_what, isFinal) => {
    const seen = new Set<string>();
    for (let call = 0; ; call++) {
      const { contents, outcome, hasFailed } = await saveWithFault(path, call, isFinal);
      if (!hasFailed) break;
      const { files } = memoryFileSystem(contents);
      const read = textsOf(await fileStorage(path, files).read());
      const isNew = read['config.json'] === textsOf(next)['config.json'];
      seen.add(`${isNew ? 'new' : 'old'}, ${outcome === undefined ? 'saved' : 'failed'}`);
      if (outcome !== undefined)
        expect(outcome).toMatchObject({ name: 'IoError', code: 'STORAGE_FULL', cause: diskFull });
      const whole = textsOf(isNew ? next : old);
      expect(read).toMatchObject(whole);
      // The next save goes well, and nothing is left of the one that failed.
      await fileStorage(path, files).write(next);
      expect(textsOf(await fileStorage(path, files).read())).toEqual(textsOf(next));
      if (path === 'model') {
        expect([...contents.keys()].sort()).toEqual(['model/config.json', 'model/weights.safetensors']);
      }
    }
    expect(seen).toContain('old, failed');
    expect(seen).not.toContain('old, saved');
  });
});

describe('a folder that is not its own', () => {
  it('keeps the config of another program', async () => {
    const { files, contents } = memoryFileSystem(
      new Map([['project/config.json', new TextEncoder().encode('{"name":"my project"}')]]),
    );
    const before = new Map(contents);
    await expect(fileStorage('project', files).write(next)).rejects.toMatchObject({ code: 'STORAGE_OCCUPIED' });
    expect(contents).toEqual(before);
  });

  it('keeps every other file', async () => {
    const readme = new TextEncoder().encode('about this model');
    const { files, contents } = memoryFileSystem(new Map([['model/README.md', readme]]));
    await fileStorage('model', files).write(old);
    await fileStorage('model', files).write(next);
    expect([...contents.keys()].sort()).toEqual(['model/README.md', 'model/config.json', 'model/weights.safetensors']);
    expect(contents.get('model/README.md')).toEqual(readme);
  });
});

it('saves in turn what is saved at once', async () => {
  const { files, contents } = memoryFileSystem();
  await Promise.all(['a', 'b', 'c'].map((label) => fileStorage('model', files).write(filesOfModel(label))));
  expect(textsOf(await fileStorage('model', files).read())).toEqual(textsOf(filesOfModel('c')));
  expect(contents.size).toBe(2);
});

it('reads one model, not halves of two, while another is saved', async () => {
  const { files } = memoryFileSystem();
  await fileStorage('model', files).write(filesOfModel('a'));
  let saves = 0;
  const slow: typeof files = {
    ...files,
    read: async (path, maxBytes) => {
      const bytes = await files.read(path, maxBytes);
      if (path === 'model/config.json' && saves++ < 2)
        await fileStorage('model', files).write(filesOfModel(`b${saves}`));
      return bytes;
    },
  };
  const read = textsOf(await fileStorage('model', slow).read());
  expect(read).toEqual(textsOf(filesOfModel('b2')));
});

it.each([
  ['EACCES', 'STORAGE_PERMISSION'],
  ['EROFS', 'STORAGE_PERMISSION'],
  ['EDQUOT', 'STORAGE_FULL'],
  ['EIO', 'STORAGE_FAILED'],
])('turns %s into %s', async (code, expected) => {
  const error = Object.assign(new Error('refused'), { code });
  const { files } = memoryFileSystem(new Map(), { call: 0, isFinal: true, error });
  await expect(fileStorage('model', files).write(next)).rejects.toMatchObject({
    name: 'IoError',
    code: expected,
    cause: error,
  });
  await expect(fileStorage('model', files).read()).rejects.toMatchObject({
    name: 'IoError',
    code: expected,
    cause: error,
  });
});
