/** Backends and files in Node. */
import { readFile } from 'node:fs/promises';
import { cpu } from '@isograd/backend-cpu';
import { wasm } from '@isograd/backend-wasm';
import type { Backend } from '@isograd/core';

/** The backends that run in Node. */
export const platformBackends = (): Backend[] => [cpu(), wasm()];

/** The bytes of `<folder>/<name>.json.gz` of the fixtures, gzipped. */
export const readFixtureFile = (folder: string, name: string): Promise<Uint8Array> =>
  readFile(new URL(`../fixtures/${folder}/${name}.json.gz`, import.meta.url));
