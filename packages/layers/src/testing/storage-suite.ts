/** What every place for models must do. */
import { expect, it } from 'vitest';
import type { ModelFiles, ModelStorage } from '../saving/model-storage.js';

/** Files that stand for a model; the config says that it is one. */
export function filesOfModel(label: string, names: readonly string[] = ['weights.safetensors']): ModelFiles {
  const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  return new Map([
    ...names.map((name) => [name, encode(`${name} of ${label}`)] as const),
    ['config.json', encode(JSON.stringify({ format: 'isograd-model', label }))],
  ]);
}

/** Contents as text, by name. */
export function textsOf(files: ModelFiles): Record<string, string> {
  return Object.fromEntries([...files].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]).sort());
}

/**
 * Declares the tests of one implementation.
 *
 * @param open - A storage at a place with this name: the same place for the same name.
 */
export function testStorage(open: (name: string) => ModelStorage): void {
  it('reads what was written, in another object too', async () => {
    const files = filesOfModel('a', ['weights.safetensors', 'optimizer.safetensors']);
    await open('kept').write(files);
    expect(textsOf(await open('kept').read())).toEqual(textsOf(files));
  });

  it('puts a new model in the place of the old, and leaves none of its files', async () => {
    await open('new').write(filesOfModel('a', ['weights.safetensors', 'optimizer.safetensors']));
    const files = filesOfModel('b');
    await open('new').write(files);
    expect(textsOf(await open('new').read())).toEqual(textsOf(files));
  });

  it('keeps models of different names apart', async () => {
    await open('one').write(filesOfModel('1'));
    await open('two and/ä').write(filesOfModel('2'));
    expect(textsOf(await open('one').read())).toEqual(textsOf(filesOfModel('1')));
    expect(textsOf(await open('two and/ä').read())).toEqual(textsOf(filesOfModel('2')));
  });

  it('says that there is no model', async () => {
    await expect(open('nothing').read()).rejects.toMatchObject({ name: 'IoError', code: 'MODEL_NOT_FOUND' });
  });

  it('takes a copy', async () => {
    const files = filesOfModel('a');
    const expected = textsOf(files);
    const storage = open('copy');
    await storage.write(files);
    files.get('config.json')?.fill(0);
    for (const bytes of (await storage.read()).values()) bytes.fill(0);
    expect(textsOf(await storage.read())).toEqual(expected);
  });
}
