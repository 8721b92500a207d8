/** Builds the binary before the tests in Node, so that they run on these sources; without a compiler they are skipped. */
import { buildAddon } from './compile.mjs';
import { findCompiler } from './compilers.mjs';
import { fetchZig } from './fetch-zig.mjs';
import { thisFolder } from './this-folder.mjs';

/** @param {import('vitest/node').TestProject} project */
export async function setup(project) {
  const compiler = findCompiler() ?? fetchZig();
  if (compiler === undefined) {
    project.provide('nativeAbsence', 'there is no C++ compiler (g++, clang++ or zig) to build the addon with');
    return;
  }
  await buildAddon(thisFolder(), compiler);
  project.provide('nativeAbsence', '');
}
