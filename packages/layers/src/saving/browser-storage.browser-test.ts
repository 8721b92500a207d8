/** Models in what a browser keeps for a site, and in files that a user is given and gives back. */
import { describe, expect, it, vi } from 'vitest';
import { filesOfModel, testStorage, textsOf } from '../testing/storage-suite.js';
import { browserFiles } from './browser-files.js';
import { resolveStorage } from './resolve-storage.js';

describe.each(['opfs', 'indexeddb'])('%s', (scheme) => {
  testStorage((name) => resolveStorage(`${scheme}://${name}`));

  it('keeps the old model when writing fails', async () => {
    const place = `${scheme}://fails`;
    await resolveStorage(place).write(filesOfModel('old'));
    const full = new DOMException('full', 'QuotaExceededError');
    const streams = vi.spyOn(FileSystemWritableFileStream.prototype, 'write').mockRejectedValue(full);
    const records = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw full;
    });
    await expect(resolveStorage(place).write(filesOfModel('new'))).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    streams.mockRestore();
    records.mockRestore();
    expect(textsOf(await resolveStorage(place).read())).toEqual(textsOf(filesOfModel('old')));
  });
});

describe('downloads', () => {
  it('gives one file, which can be chosen again', async () => {
    let downloaded: { readonly name: string; readonly blob: Promise<Blob> } | undefined;
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      downloaded = { name: this.download, blob: fetch(this.href).then((response) => response.blob()) };
    });
    await resolveStorage('downloads://digits').write(filesOfModel('a'));
    expect(click).toHaveBeenCalledOnce();
    click.mockRestore();
    expect(downloaded?.name).toBe('digits.zip');
    const file = new File([(await downloaded?.blob) ?? ''], 'digits (1).zip');
    expect(textsOf(await browserFiles([file]).read())).toEqual(textsOf(filesOfModel('a')));
  });

  it('cannot be read', async () => {
    await expect(resolveStorage('downloads://digits').read()).rejects.toMatchObject({ code: 'STORAGE_WRITE_ONLY' });
  });
});

it.each(['model', 'file://model', 'localstorage://a', ''])('has no place %j', (location) => {
  expect(() => resolveStorage(location)).toThrow(
    expect.objectContaining({ name: 'UnsupportedError', code: 'STORAGE_SCHEME' }),
  );
});
