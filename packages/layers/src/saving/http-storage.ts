/** Models on a web server. */
import { unpackArchive } from './archive.js';
import { decodeModelConfig, maxConfigBytes } from './model-config.js';
import { configFile, type ModelFiles, type ModelStorage, optimizerFile, weightsFile } from './model-storage.js';
import { cannotWrite, httpFailed, modelNotFound, storageError, storageTooLarge } from './storage-messages.js';

/** Options of `httpStorage`. */
export interface HttpStorageOptions {
  /** Larger files are refused. Default: 2^31 - 1. */
  readonly maxBytes?: number;
  /** Headers and more of each request, as for `fetch`. */
  readonly request?: RequestInit;
}

/**
 * A storage to load a model from a web server: the address of its folder, of the config.json in it, or of a .zip. No
 * address that a file names is ever asked.
 *
 * @param url - With `http:` or `https:`; in a page also relative to it.
 * @throws {IoError} MODEL_NOT_FOUND, STORAGE_FAILED, STORAGE_TOO_LARGE, MODEL_ARCHIVE when it is read
 * @example
 * import { httpStorage, loadModel } from '@isograd/layers';
 * const load = (token: string) =>
 *   loadModel(httpStorage('https://example.com/model', { request: { headers: { authorization: `Bearer ${token}` } } }));
 */
export function httpStorage(url: string, options: HttpStorageOptions = {}): ModelStorage {
  const { maxBytes = 2 ** 31 - 1, request = {} } = options;
  return {
    name: url,
    write: () => Promise.reject(cannotWrite(url, 'a web address')),
    read: () => readModel(url, (address, most) => download(address, Math.min(most, maxBytes), request)),
    readFile: (name, most) => download(fileAddress(url, encodeURIComponent(name)), Math.min(most, maxBytes), request),
  };
}

type Download = (address: string, maxBytes: number) => Promise<Uint8Array<ArrayBuffer>>;

async function readModel(url: string, get: Download): Promise<ModelFiles> {
  const [address = ''] = url.split(/[?#]/, 1);
  if (address.endsWith('.zip')) return unpackArchive(url, await get(url, Number.POSITIVE_INFINITY));
  const fileAt = (name: string, most: number): Promise<Uint8Array<ArrayBuffer>> => get(fileAddress(url, name), most);
  const config = await fileAt(configFile, maxConfigBytes);
  const { checksums } = decodeModelConfig(url, config);
  const names = [weightsFile, optimizerFile].filter((name) => Object.hasOwn(checksums, name));
  const files = await Promise.all(
    names.map(async (name) => [name, await fileAt(name, Number.POSITIVE_INFINITY)] as const),
  );
  return new Map([[configFile, config], ...files]);
}

/** Address of a file in the folder of a model. */
function fileAddress(url: string, name: string): string {
  const [address = '', query = ''] = url.split(/(?=[?#])/, 2);
  const folder = address.endsWith(configFile) ? address.slice(0, -configFile.length) : address.replace(/\/*$/, '/');
  return `${folder}${name}${query}`;
}

async function download(address: string, maxBytes: number, request: RequestInit): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address, request).catch((cause: unknown) => {
    throw storageError(address, 'read', cause);
  });
  if (response.status === 404 || response.status === 410) throw modelNotFound(address, `HTTP ${response.status}`);
  if (!response.ok) throw httpFailed(address, `HTTP ${response.status} ${response.statusText}`.trim());
  const declared = Number(response.headers.get('content-length') ?? 0);
  if (declared > maxBytes) {
    await response.body?.cancel();
    throw storageTooLarge(address, `${declared} bytes`, maxBytes);
  }
  return readBody(address, response, maxBytes);
}

/** A server may send more than it says. */
async function readBody(address: string, response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await reader?.read().catch((cause: unknown) => {
      throw storageError(address, 'read', cause);
    });
    if (next?.value === undefined) break;
    size += next.value.length;
    chunks.push(next.value);
    if (size > maxBytes) {
      await reader?.cancel();
      throw storageTooLarge(address, `more than ${size - next.value.length} bytes`, maxBytes);
    }
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
