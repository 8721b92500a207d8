/** Archives: what is read, and what is refused. */
import { zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IsogradError } from '@isograd/core';
import { filesOfModel, textsOf } from '../testing/storage-suite.js';
import { packArchive, unpackArchive } from './archive.js';
import { browserFiles } from './browser-files.js';

const files = filesOfModel('a', ['weights.safetensors', 'optimizer.safetensors']);
const plain = Object.fromEntries(files);

describe('archives', () => {
  it('are the same bytes for the same model', () => {
    expect(packArchive(files)).toEqual(packArchive(new Map(files)));
    expect(textsOf(unpackArchive('a.zip', packArchive(files)))).toEqual(textsOf(files));
  });

  it('may hold other files, which are left out', () => {
    const bytes = zipSync({ ...plain, 'README.md': new Uint8Array(3), '../../x': new Uint8Array(3) }, { level: 0 });
    expect(textsOf(unpackArchive('a.zip', bytes as Uint8Array<ArrayBuffer>))).toEqual(textsOf(files));
  });

  it.each<[string, () => Uint8Array]>([
    ['nothing', () => new Uint8Array()],
    ['text', () => new TextEncoder().encode('<!doctype html>')],
    ['its beginning alone', () => packArchive(files).slice(0, 100)],
    ['compressed files', () => zipSync({ ...plain, 'weights.safetensors': new Uint8Array(1e6) }, { level: 9 })],
    [
      'thousands of entries',
      () => zipSync(Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`${n}`, new Uint8Array()]))),
    ],
    [
      'a file twice',
      () => {
        // The same length, so that the name can be written over another.
        const bytes = zipSync({ ...plain, weights_safetensors: new Uint8Array(3) }, { level: 0 });
        const text = new TextDecoder('latin1').decode(bytes).replaceAll('weights_safetensors', 'weights.safetensors');
        return Uint8Array.from(text, (character) => character.charCodeAt(0));
      },
    ],
  ])('are refused when they are %s', (_what, bytes) => {
    const start = performance.now();
    expect(() => unpackArchive('a.zip', bytes())).toThrow(
      expect.objectContaining({ name: 'IoError', code: 'MODEL_ARCHIVE' }),
    );
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('do no harm however they were damaged', () => {
    const whole = packArchive(files);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.nat(whole.length), (changes, length) => {
        const bytes = whole.slice(0, length);
        for (const [position, bits] of changes) {
          if (position < length) bytes[position] = (bytes[position] as number) ^ bits;
        }
        try {
          for (const content of unpackArchive('a.zip', bytes).values())
            expect(content.length).toBeLessThanOrEqual(length);
        } catch (error) {
          expect(error).toBeInstanceOf(IsogradError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('chosen files', () => {
  const fileOf = (name: string, bytes: Uint8Array<ArrayBuffer>): File => new File([bytes], name);

  it('are an archive, or the files themselves', async () => {
    const archive = browserFiles([fileOf('model (2).zip', packArchive(files))]);
    expect(textsOf(await archive.read())).toEqual(textsOf(files));
    const loose = [...files].map(([name, bytes]) => fileOf(name, bytes));
    const chosen = browserFiles([...loose, fileOf('photo.jpg', new Uint8Array(1))]);
    expect(textsOf(await chosen.read())).toEqual(textsOf(files));
  });

  it('cannot be written, and must be there', async () => {
    await expect(browserFiles([]).read()).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    await expect(browserFiles([]).write(files)).rejects.toMatchObject({ code: 'STORAGE_READ_ONLY' });
  });
});
