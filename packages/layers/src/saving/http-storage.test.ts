/** Models on a server: what is asked for, and what is refused. */
import { afterEach, expect, it, vi } from 'vitest';
import { textsOf } from '../testing/storage-suite.js';
import { packArchive } from './archive.js';
import { httpStorage } from './http-storage.js';
import { encodeModel } from './model-file.js';
import { resolveStorage } from './resolve-storage.js';

const model = { className: 'Dense', config: { units: 1 } };
const files = encodeModel({ model, compile: undefined, weights: new Map(), optimizer: new Map() });
const withoutOptimizer = encodeModel({ model, compile: undefined, weights: new Map(), optimizer: undefined });

/** A server with some files; returns what it was asked for. */
function serve(
  contents: Readonly<Record<string, BodyInit | undefined>>,
  headers: Record<string, string> = {},
): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address);
    const body = contents[address];
    return body === undefined ? new Response('', { status: 404 }) : new Response(body, { headers });
  });
  return asked;
}

const at = (folder: string, end = '', served = files): Record<string, BodyInit> =>
  Object.fromEntries([...served].map(([name, bytes]) => [`${folder}${name}${end}`, bytes]));

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['https://example.com/model', 'https://example.com/model/', ''],
  ['http://example.com/model/', 'http://example.com/model/', ''],
  ['https://example.com/model/config.json', 'https://example.com/model/', ''],
  ['https://example.com/model?key=1', 'https://example.com/model/', '?key=1'],
])('loads %s', async (url, folder, query) => {
  const asked = serve(at(folder, query));
  expect(textsOf(await resolveStorage(url).read())).toEqual(textsOf(files));
  expect(asked).toEqual(
    ['config.json', 'weights.safetensors', 'optimizer.safetensors'].map((name) => `${folder}${name}${query}`),
  );
});

it('asks for no state of an optimizer that was not saved', async () => {
  const asked = serve(at('https://example.com/model/', '', withoutOptimizer));
  expect(textsOf(await httpStorage('https://example.com/model').read())).toEqual(textsOf(withoutOptimizer));
  expect(asked).toHaveLength(2);
});

it('loads an archive', async () => {
  serve({ 'https://example.com/model.zip?v=2': packArchive(files) });
  expect(textsOf(await httpStorage('https://example.com/model.zip?v=2').read())).toEqual(textsOf(files));
});

it('passes on what a request needs', async () => {
  const fetched = vi.fn<typeof fetch>(async () => new Response('', { status: 401, statusText: 'Unauthorized' }));
  vi.stubGlobal('fetch', fetched);
  const request = { headers: { authorization: 'Bearer x' } };
  await expect(httpStorage('https://example.com/m', { request }).read()).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    received: 'HTTP 401 Unauthorized',
  });
  expect(fetched).toHaveBeenCalledWith('https://example.com/m/config.json', request);
});

it('refuses what is not there, too large, or no model', async () => {
  const url = 'https://example.com/model';
  const codeOf = async (maxBytes?: number): Promise<unknown> =>
    httpStorage(url, maxBytes === undefined ? {} : { maxBytes })
      .read()
      .then(
        () => 'no error',
        (error: unknown) => (error as { code: string }).code,
      );
  serve({});
  expect(await codeOf()).toBe('MODEL_NOT_FOUND');
  serve(at(`${url}/`), { 'content-length': '1000000000000' });
  expect(await codeOf()).toBe('STORAGE_TOO_LARGE');
  serve(at(`${url}/`), { 'content-length': '1' }); // a lie
  expect(await codeOf(100)).toBe('STORAGE_TOO_LARGE');
  serve({ [`${url}/config.json`]: '<!doctype html>' });
  expect(await codeOf()).toBe('MODEL_FORMAT');
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
  expect(await codeOf()).toBe('STORAGE_FAILED');
});

it('cannot be written', async () => {
  await expect(httpStorage('https://example.com/m').write(files)).rejects.toMatchObject({ code: 'STORAGE_READ_ONLY' });
});
