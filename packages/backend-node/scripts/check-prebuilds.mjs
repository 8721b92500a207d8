/** Looks whether a release would have the binaries of all machines, of these sources: npm runs it before it publishes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryProblems } from './binary-problems.mjs';
import { isBuilt, prebuilds } from './compile.mjs';
import { targets } from './targets.mjs';

const folders = Object.keys(targets);
const problems = folders.flatMap((folder) => {
  if (!isBuilt(folder, true)) return [`${folder}: there is no binary that zig made of these sources.`];
  const bytes = readFileSync(join(prebuilds, folder, 'isograd.node'));
  return binaryProblems(folder, bytes).map((problem) => `${folder}: ${problem}`);
});
for (const problem of problems) console.error(problem);
console.log(`prebuilds: ${folders.length} machines, ${problems.length} problems`);
if (problems.length > 0) {
  console.error('fix: npm run build:prebuilds');
  process.exitCode = 1;
}
