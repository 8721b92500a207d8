/** Backends and files in Node. */
import { readFile } from 'node:fs/promises';
import { cpu } from '@isograd/backend-cpu';
import { wasm } from '@isograd/backend-wasm';
import type { Backend } from '@isograd/core';

/** The backends that run in Node. */
export const platformBackends = (): Backend[] => [cpu(), wasm()];

/** The bytes of a fixture file, gzipped. */
export const readFixtureFile = (category: string): Promise<Uint8Array> =>
  readFile(new URL(`../fixtures/torch/${category}.json.gz`, import.meta.url));
