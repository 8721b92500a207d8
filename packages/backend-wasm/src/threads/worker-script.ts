/**
 * The JavaScript of a worker: it makes the kernel module on the shared memory, says so, and serves for ever.
 *
 * It is text, because a file of its own would have to be found by every bundler, and because it is that short:
 * what a worker does is in the kernel module.
 */
import { jobFunctionNames } from './job-functions.js';

/** What a worker is sent. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Defines `serve(start, ready)`. */
export const workerScript: string = `
const serve = ({ module, memory }, ready) => {
  const { exports } = new WebAssembly.Instance(module, { tfjs: { memory } });
  ready();
  exports.${jobFunctionNames.serve}();
};`;
