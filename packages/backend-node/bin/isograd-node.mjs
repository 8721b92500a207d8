#!/usr/bin/env node
/** `npx isograd-node build` compiles the native kernels on this machine; `doctor` says what there is. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buildAddon, prebuilds } from '../scripts/compile.mjs';
import { findCompiler } from '../scripts/compilers.mjs';
import { thisFolder } from '../scripts/this-folder.mjs';

const commands = { build, doctor };
const name = process.argv[2] ?? '';
if (Object.hasOwn(commands, name)) await commands[/** @type {keyof typeof commands} */ (name)]();
else {
  console.error('usage: isograd-node build | doctor');
  process.exitCode = 1;
}

async function build() {
  const compiler = findCompiler();
  if (compiler === undefined) {
    console.error('There is no C++ compiler: install g++, clang++ or zig, or name one by the variable CXX.');
    process.exitCode = 1;
    return;
  }
  try {
    const { file, isNew } = await buildAddon(thisFolder(), compiler);
    console.log(`${file}: ${isNew ? `built by ${compiler.command.join(' ')}` : 'up to date'}`);
  } catch (error) {
    console.error(`${compiler.command.join(' ')} failed: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

function doctor() {
  const file = join(prebuilds, thisFolder(), 'isograd.node');
  const compiler = findCompiler();
  const lines = {
    machine: `${thisFolder()}, Node ${process.version}, ${availableParallelism()} cores`,
    binary: `${file}: ${describe(file)}`,
    compiler: compiler === undefined ? 'none found' : compiler.command.join(' '),
  };
  for (const [title, line] of Object.entries(lines)) console.log(`${title}: ${line}`);
}

/** @param {string} file */
function describe(file) {
  if (!existsSync(file)) return 'not there';
  try {
    return `loads; this processor has ${createRequire(import.meta.url)(file)
      .features()
      .instructionSets.join(', ')}`;
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : error}`;
  }
}
