/** Checks the layout of the repository against its table: `npm run boundaries`. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkBoundaries } from './boundaries/rules.mjs';

const tools = dirname(fileURLToPath(import.meta.url));
const table = JSON.parse(readFileSync(join(tools, 'boundaries', 'table.json'), 'utf8'));
const { violations, files } = checkBoundaries(join(tools, '..'), table);

for (const { file, line, rule, problem, fix } of violations) {
  console.log(`${file}:${line}  ${rule}: ${problem} fix: ${fix}`);
}
const count = violations.length === 1 ? '1 violation' : `${violations.length} violations`;
console.log(`boundaries: ${files} files, ${count}`);
if (violations.length > 0) process.exitCode = 1;
