/** Builds the binaries of all platforms with zig: `npm run build:prebuilds`; arguments name some of them. */
import { readFileSync } from 'node:fs';
import { binaryProblems } from './binary-problems.mjs';
import { buildAddon } from './compile.mjs';
import { fetchZig } from './fetch-zig.mjs';
import { newestGlibc } from './glibc-floor.mjs';
import { targets } from './targets.mjs';

const zig = fetchZig();
if (zig === undefined) {
  console.error('This needs zig: see https://ziglang.org.');
  process.exit(1);
}
const given = process.argv.slice(2);
for (const folder of given.length > 0 ? given : Object.keys(targets)) {
  const { file, isNew } = await buildAddon(folder, zig);
  const bytes = readFileSync(file);
  const newest = newestGlibc(bytes);
  console.log(`${folder}: ${bytes.length} bytes${newest ? `, glibc ${newest}` : ''}${isNew ? '' : ', up to date'}`);
  for (const problem of binaryProblems(folder, bytes)) {
    console.error(`${file}: ${problem}`);
    process.exitCode = 1;
  }
}
