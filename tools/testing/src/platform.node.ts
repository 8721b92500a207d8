/** Backends and files in Node. */
import { readFile } from 'node:fs/promises';
import { cpu } from '@isograd/backend-cpu';
import { inspectNative, node } from '@isograd/backend-node';
import { wasm } from '@isograd/backend-wasm';
import type { Backend } from '@isograd/core';

/** The backends that run in Node. Where there is no compiler for the native one, a test of its package says so. */
export const platformBackends = (): Backend[] => {
  const hasNative = inspectNative().reason === undefined;
  return [cpu(), wasm(), ...(hasNative ? [node()] : [])];
};

/** Node has all of them to itself, or before browsers. */
export const isOwnBackend = (_name: string): boolean => true;

/** The bytes of `<folder>/<name>.json.gz` of the fixtures, gzipped. */
export const readFixtureFile = (folder: string, name: string): Promise<Uint8Array> =>
  readFile(new URL(`../fixtures/${folder}/${name}.json.gz`, import.meta.url));
