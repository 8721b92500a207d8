/** Builds the binaries of all platforms with zig: `npm run build:prebuilds`; arguments name some of them. */
import { readFileSync } from 'node:fs';
import { buildAddon } from './compile.mjs';
import { fetchZig } from './fetch-zig.mjs';
import { isNewer, newestGlibc } from './glibc-floor.mjs';
import { glibcFloor, targets } from './targets.mjs';

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
  if (newest !== undefined && isNewer(newest, glibcFloor)) {
    console.error(`${file} needs glibc ${newest}; expected ${glibcFloor} or older.`);
    process.exitCode = 1;
  }
}
