/** Backends and files in a browser. */
import { cpu } from '@isograd/backend-cpu';
import { wasm } from '@isograd/backend-wasm';
import { webgl } from '@isograd/backend-webgl';
import type { Backend } from '@isograd/core';

/** The backends that run in a page. */
export const platformBackends = (): Backend[] => [cpu(), wasm(), webgl()];

/** Those of them that Node does not have. */
export const isOwnBackend = (name: string): boolean => name === 'webgl';

/** The bytes of `<folder>/<name>.json.gz` of the fixtures, gzipped unless the test server has decompressed it. */
export async function readFixtureFile(folder: string, name: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`../fixtures/${folder}/${name}.json.gz`, import.meta.url));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
