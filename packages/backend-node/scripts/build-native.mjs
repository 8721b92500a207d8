/** Builds the binary for this machine unless it is there: `npm run build:native`. */
import { buildAddon } from './compile.mjs';
import { findCompiler } from './compilers.mjs';
import { fetchZig } from './fetch-zig.mjs';
import { thisFolder } from './this-folder.mjs';

const compiler = findCompiler() ?? fetchZig();
if (compiler === undefined) {
  console.error('There is no C++ compiler: install g++, clang++ or zig.');
  process.exitCode = 1;
} else {
  const { file, isNew } = await buildAddon(thisFolder(), compiler);
  console.log(`${file}: ${isNew ? `built by ${compiler.command.join(' ')}` : 'up to date'}`);
}
