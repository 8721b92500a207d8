/** Loads the binary of this machine: one that came with the package, or that was built from its sources here. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addonMissing, addonRefused } from '../messages.js';
import type { Addon } from './addon.js';
import { prebuildFolder, thisMachine } from './prebuild-folder.js';

/** The folder of binaries, two above this file in the sources as in the built package. */
export const prebuilds: string = fileURLToPath(new URL('../../prebuilds', import.meta.url));

/** Where the binary for this machine is looked for. */
export function addonFile(folder: string = prebuilds): string {
  return join(folder, prebuildFolder(thisMachine()), 'isograd.node');
}

/**
 * Loads the addon.
 *
 * @param file - Its binary. Default: the one for this machine, in the package.
 * @throws {BackendError} NATIVE_ADDON when it is not there, or the system refuses it; with both ways out.
 */
export function loadAddon(file: string = addonFile()): Addon {
  if (!existsSync(file)) throw addonMissing(file);
  try {
    return createRequire(import.meta.url)(file) as Addon;
  } catch (cause) {
    throw addonRefused(file, cause);
  }
}
