/** Backends and files in a browser. */
import { cpu } from '@isograd/backend-cpu';
import { wasm } from '@isograd/backend-wasm';
import { webgl } from '@isograd/backend-webgl';
import type { Backend } from '@isograd/core';

/** The backends that run in a page. */
export const platformBackends = (): Backend[] => [cpu(), wasm(), webgl()];

/** The bytes of a fixture file, gzipped unless the test server has decompressed it. */
export async function readFixtureFile(category: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`../fixtures/torch/${category}.json.gz`, import.meta.url));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
