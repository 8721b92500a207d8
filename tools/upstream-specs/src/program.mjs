/**
 * The program that is bundled: it starts the backend as a user does, reads the specs, runs them, and tells the parent
 * process about each.
 */
import { createRequire } from 'node:module';
import { cpu } from '@isograd/backend-cpu';
import { node } from '@isograd/backend-node';
import { wasm } from '@isograd/backend-wasm';
import { useBackend } from '@isograd/core';
import { engine } from '@tensorflow/tfjs-core';
import { setTestEnvs } from '#test-environments';

/** @typedef {{ fullName: string, status: string, failedExpectations: { message: string }[] }} Result */

/** @type {import('./message.ts').Request} */
const request = JSON.parse(process.argv[2] ?? '');
const { wasmPaths, nativeBinary } = request;
const environment = createRequire(import.meta.url)('jasmine-core')
  .boot()
  .getEnv();

for (const backend of backendsOf(request.backend)) await useBackend(backend);
keepRunning(request.backend);
setTestEnvs([{ name: request.backend, backendName: request.backend, isDataSync: true }]);
await import('#chained-ops');
await import('#specs');
environment.configure({
  random: false,
  specFilter: (/** @type {{ getFullName(): string }} */ spec) => spec.getFullName().includes(request.filter),
});
environment.addReporter({
  jasmineStarted: (/** @type {{ totalSpecsDefined: number }} */ { totalSpecsDefined }) =>
    tell({ total: totalSpecsDefined }),
  specDone: (/** @type {Result} */ result) => tell(outcomeOf(result)),
  suiteDone: tellFailure,
  jasmineDone: (/** @type {Result} */ result) => tellFailure({ ...result, fullName: 'outside every spec' }),
});
await environment.execute();
process.send?.({ isDone: true }, () => process.disconnect());

/**
 * What has to be started in turn: the native backend stands on wasm.
 *
 * @param {string} name
 */
function backendsOf(name) {
  if (name === 'cpu') return [cpu()];
  return [wasm({ wasmPaths }), ...(name === 'node' ? [node({ binary: nativeBinary })] : [])];
}

/**
 * The specs reset the engine around each group of them, which disposes the backend, and set it again by name. Ours
 * is started once, by `useBackend`: so it is out of the registry while a reset goes on, and none but it may follow.
 *
 * @param {string} name
 */
function keepRunning(name) {
  const started = engine().backend;
  const reset = engine().reset.bind(engine());
  const setBackend = engine().setBackend.bind(engine());
  engine().reset = () => {
    const entries = Object.entries(engine().registry);
    const isOurs = (/** @type {typeof entries[number]} */ [, each]) => each === started;
    engine().registry = Object.fromEntries(entries.filter((entry) => !isOurs(entry)));
    reset();
    Object.assign(engine().registry, Object.fromEntries(entries.filter(isOurs)));
  };
  engine().setBackend = async (next) => {
    const isSet = await setBackend(next);
    if (next === name && engine().backend !== started) throw new Error(`"${name}" is not the backend of useBackend.`);
    return isSet;
  };
}

/**
 * @param {Result} result
 * @returns {import('./message.ts').Outcome}
 */
function outcomeOf({ fullName, status, failedExpectations: [failure] }) {
  const known = status === 'passed' || status === 'failed' || status === 'excluded' ? status : 'pending';
  return { name: fullName, status: known, message: failure?.message ?? '' };
}

/** @param {Result} result - Of a suite, or of the whole run: what fails around its specs is a failure too. */
function tellFailure(result) {
  if (result.failedExpectations.length > 0) tell(outcomeOf({ ...result, status: 'failed' }));
}

/** @param {import('./message.ts').Message} message */
function tell(message) {
  process.send?.(message);
}
