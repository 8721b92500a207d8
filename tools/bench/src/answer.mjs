/** What each side does: it tries and measures a case when the driver asks for it. */
import { parentPort } from 'node:worker_threads';

/**
 * @typedef {() => unknown} Call - A step gives its loss, or a promise of it.
 * @typedef {{ name: string, steps: number } | { name: string, milliseconds: number }} Request
 */

/**
 * Answers the driver until it ends the worker: with the losses of some steps, or with the mean milliseconds of a call.
 *
 * @param {{ title: string, names: readonly string[] }} side - What it is, and the cases that it has.
 * @param {(name: string) => Call | Promise<Call>} prepare - Makes a case ready.
 */
export function answerDriver(side, prepare) {
  /** @type {Map<string, Call>} */
  const prepared = new Map();
  parentPort?.on('message', async (/** @type {Request} */ request) => {
    const call = prepared.get(request.name) ?? (await prepare(request.name));
    prepared.set(request.name, call);
    parentPort?.postMessage(
      'steps' in request ? await lossesOf(call, request.steps) : await timeOf(call, request.milliseconds),
    );
  });
  parentPort?.postMessage(side);
}

/**
 * @param {Call} call
 * @param {number} steps
 */
async function lossesOf(call, steps) {
  const losses = [];
  for (let step = 0; step < steps; step++) losses.push(await call());
  return losses;
}

/**
 * Mean milliseconds of a call, over at least the time given.
 *
 * @param {Call} call
 * @param {number} milliseconds
 */
async function timeOf(call, milliseconds) {
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    const result = call();
    if (result instanceof Promise) await result;
    calls++;
    elapsed = performance.now() - start;
  }
  return elapsed / calls;
}
