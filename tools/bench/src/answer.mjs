/** What each side does: it measures a case when the driver asks for it. */
import { parentPort } from 'node:worker_threads';

/**
 * Answers the driver until it ends the worker.
 *
 * @param {(name: string) => Promise<() => Promise<unknown> | unknown>} prepare - Makes a case ready; the function
 * that it returns is one call, and is measured.
 */
export function answerDriver(prepare) {
  /** @type {Map<string, () => Promise<unknown> | unknown>} */
  const prepared = new Map();
  parentPort?.on('message', async (/** @type {{ name: string, milliseconds: number }} */ { name, milliseconds }) => {
    const call = prepared.get(name) ?? (await prepare(name));
    prepared.set(name, call);
    parentPort?.postMessage(await timeOf(call, milliseconds));
  });
  parentPort?.postMessage('ready');
}

/**
 * Mean milliseconds of a call, over at least the time given.
 *
 * @param {() => Promise<unknown> | unknown} call
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
