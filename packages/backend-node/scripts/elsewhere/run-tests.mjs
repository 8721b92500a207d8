/**
 * The native tests as a program, for machines where vitest itself does not run: `node run-tests.mjs REPORT` at the root
 * of the repository. bundle-tests.mjs makes it; runner and matchers are vitest's own.
 */
import { writeFileSync } from 'node:fs';
import { startTests } from 'vitest/internal/browser';
import { loadAddon } from '../../src/native/load-addon.js';
import { prebuildFolder, thisMachine } from '../../src/native/prebuild-folder.js';

/** @typedef {{ name: string, state: 'pass' | 'fail' | 'skip', message: string }} Outcome */
/** @typedef {{ node: string, folder: string, instructionSets: readonly string[], outcomes: Outcome[] }} Report */

// What vitest gives to the tests of its workers, of which these ask for nothing but the binary.
Object.assign(globalThis, { __vitest_worker__: { config: {}, providedContext: { nativeAbsence: '' } } });
// Tests start programs with Node, which an emulator may have to start.
process.execPath = process.env['ISOGRAD_LAUNCHER'] ?? process.execPath;

const [, , reportFile = ''] = process.argv;
const limit = 600_000;
// Left out: eight workers on packages that are linked into node_modules, which Windows programs see several times.
const files = import.meta.glob(['../../src/**/*.node-test.ts', '!**/workers.node-test.ts']);
const tests = await startTests(
  Object.keys(files).map((filepath) => ({ filepath })),
  {
    config: {
      root: process.cwd(),
      setupFiles: [],
      name: undefined,
      passWithNoTests: false,
      testNamePattern: undefined,
      allowOnly: false,
      sequence: { seed: 1, hooks: 'stack', setupFiles: 'list' },
      chaiConfig: undefined,
      maxConcurrency: 1,
      testTimeout: limit,
      hookTimeout: limit,
      retry: 0,
      includeTaskLocation: false,
      tags: [],
      tagsFilter: undefined,
      strictTags: false,
    },
    importFile: (path) => files[path]?.(),
  },
);
/** @type {Report} */
const report = {
  node: process.version,
  folder: prebuildFolder(thisMachine()),
  instructionSets: loadAddon().features().instructionSets,
  outcomes: tests.flatMap((test) => outcomesOf(test, '')),
};
writeFileSync(reportFile, JSON.stringify(report));
process.exit(); // threads of wasm may wait

/**
 * @param {import('vitest').RunnerTask} task
 * @param {string} above - The names around it.
 * @returns {Outcome[]}
 */
function outcomesOf(task, above) {
  const name = `${above}${task.name}`;
  const message = (task.result?.errors ?? []).map((error) => error.message).join('\n');
  const hasFailed = task.result?.state === 'fail';
  if (task.type === 'test') {
    return [{ name, message, state: hasFailed ? 'fail' : task.result?.state === 'pass' ? 'pass' : 'skip' }];
  }
  const inside = task.tasks.flatMap((each) => outcomesOf(each, `${name} > `));
  const isOwnFailure = hasFailed && !inside.some(({ state }) => state === 'fail'); // of a hook, or while it was read
  return isOwnFailure ? [...inside, { name, message, state: 'fail' }] : inside;
}
