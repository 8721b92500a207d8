/** From the name of a place to the place. */
import { platform } from '#platform';
import { httpStorage } from './http-storage.js';
import type { ModelStorage } from './model-storage.js';
import { unknownStorage } from './storage-messages.js';

/** A storage, or its name: a path, or a location with a scheme. */
export type ModelLocation = ModelStorage | string;

/**
 * The storage that a string names.
 *
 * `path` and `file://path` are folders in Node, and one archive if they end with `.zip`; `downloads://name`,
 * `opfs://name` and `indexeddb://name` are places of a browser; `http://` and `https://` can be loaded from everywhere.
 *
 * @throws {UnsupportedError} STORAGE_SCHEME
 */
export function resolveStorage(location: ModelLocation): ModelStorage {
  if (isStorage(location)) return location;
  if (typeof location !== 'string' || location === '') throw unknownStorage(location, known());
  const { scheme = 'file', rest = location } =
    /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?<rest>.*)$/is.exec(location)?.groups ?? {};
  if (/^https?$/i.test(scheme)) return httpStorage(location);
  const name = scheme.toLowerCase();
  const open = Object.hasOwn(platform.storages, name) ? platform.storages[name] : undefined;
  if (open === undefined) throw unknownStorage(location, known());
  return open(rest);
}

function known(): string {
  const schemes = Object.keys(platform.storages).map((scheme) => (scheme === 'file' ? 'a path' : `${scheme}://name`));
  return [...schemes, 'https://…'].join(', ');
}

function isStorage(location: unknown): location is ModelStorage {
  return typeof location === 'object' && location !== null && 'read' in location && 'write' in location;
}
