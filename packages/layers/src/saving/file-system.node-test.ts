/** Models on a real disk. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOfModel, testStorage, textsOf } from '../testing/storage-suite.js';
import { fileSystem } from './file-system.node.js';
import { resolveStorage } from './resolve-storage.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isograd-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(['', '.zip', '/'])('a path with "%s" at its end', (end) => {
  testStorage((name) => resolveStorage(`${folder}/deep/${name}${end}`));

  it('leaves nothing but the model', async () => {
    await resolveStorage(`${folder}/tidy${end}`).write(filesOfModel('a'));
    await resolveStorage(`${folder}/tidy${end}`).write(filesOfModel('b'));
    const names = await readdir(folder);
    expect(names.filter((name) => name.includes('saving'))).toEqual([]);
    if (end !== '.zip') expect(await readdir(`${folder}/tidy`)).toEqual(['config.json', 'weights.safetensors']);
  });
});

it('takes file:// as tfjs does', async () => {
  await resolveStorage(`file://${folder}/scheme`).write(filesOfModel('a'));
  expect(textsOf(await resolveStorage(`${folder}/scheme`).read())).toEqual(textsOf(filesOfModel('a')));
});

it('says why a path cannot be written or read', async () => {
  await writeFile(`${folder}/file`, '');
  await expect(resolveStorage(`${folder}/file`).write(filesOfModel('a'))).rejects.toMatchObject({
    name: 'IoError',
    code: 'STORAGE_FAILED',
  });
  await expect(resolveStorage(`${folder}/file`).read()).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});

it('refuses a file that is too large before it reads it', async () => {
  await writeFile(`${folder}/large`, new Uint8Array(11));
  await expect(fileSystem.read(`${folder}/large`, 10)).rejects.toMatchObject({ code: 'STORAGE_TOO_LARGE' });
  expect(await fileSystem.read(`${folder}/large`, 11)).toEqual(new Uint8Array(11));
});

it.each(['downloads://a', 'opfs://a', 'indexeddb://a', 'localstorage://a', 's3://a', ''])(
  'has no place %j',
  (location) => {
    expect(() => resolveStorage(location)).toThrow(
      expect.objectContaining({ name: 'UnsupportedError', code: 'STORAGE_SCHEME' }),
    );
  },
);
