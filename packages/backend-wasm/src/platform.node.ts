/** The binary in Node: tfjs finds it in its own package. */
import { readFile } from 'node:fs/promises';
import type { Platform } from './platform.js';

export const platform: Platform = {
  defaultLocation: undefined,
  read: async (location) => new Uint8Array(await readFile(location.startsWith('file:') ? new URL(location) : location)),
};
