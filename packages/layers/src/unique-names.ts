/** Names of layers that share a parent: unique, and numbered in Keras's way where nobody chose them. */
import type { Layer } from './layer.js';
import { duplicateName } from './messages.js';

/**
 * dense, dense_1, dense_2 …: numbered within the parent, so that names do not depend on what was made before.
 *
 * @param where - The parent, for messages.
 * @throws {ValueError} NAME_TWICE when two were given the same name
 */
export function nameUniquely(where: string, layers: readonly Layer[]): void {
  const taken = new Set<string>();
  for (const layer of layers.filter((candidate) => candidate.hasOwnName || candidate.isBuilt)) {
    if (taken.has(layer.name)) throw duplicateName(where, layer.name);
    taken.add(layer.name);
  }
  for (const layer of layers.filter((candidate) => !candidate.hasOwnName && !candidate.isBuilt)) {
    layer.rename(freeName(layer.name, taken));
  }
}

/** The names, each numbered where one before is the same: `input`, `input_1`. */
export function numberedNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => freeName(name, taken));
}

/** `base`, or the first of `base_1`, `base_2` … that is not taken; takes it. */
function freeName(base: string, taken: Set<string>): string {
  let name = base;
  for (let number = 1; taken.has(name); number++) name = `${base}_${number}`;
  taken.add(name);
  return name;
}
