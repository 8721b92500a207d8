/**
 * The JavaScript of a worker: it makes the kernel module on the shared memory, says so, and serves for ever.
 *
 * It is text, because a file of its own would have to be found by every bundler, and because it is that short:
 * what a worker does is in the kernel module.
 */
import { awaitImport, jobFunctionNames, programImport } from './job-functions.js';

/** What a worker is sent. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Programs that a worker keeps compiled: one that comes back later is compiled again. */
const programsKept = 16;

/**
 * Defines `serve(start, ready)`. A program that has parts for the worker is compiled when it is first met, from its
 * binary in the shared memory, where the calling thread keeps it until the part is done.
 */
export const workerScript: string = `
const serve = ({ module, memory }, ready) => {
  const programs = new Map();
  const compile = (number, code, sizeBytes) => {
    const binary = new Uint8Array(memory.buffer).slice(code >>> 0, (code >>> 0) + sizeBytes);
    const imports = { tfjs: { memory }, ${awaitImport.module}: { ${awaitImport.name}: () => {} } };
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), imports);
    if (programs.size >= ${programsKept}) programs.delete(programs.keys().next().value);
    programs.set(number, exports.${jobFunctionNames.runPart});
    return exports.${jobFunctionNames.runPart};
  };
  const ${programImport.name} = (number, code, sizeBytes, begin, end) =>
    (programs.get(number) ?? compile(number, code, sizeBytes))(begin, end);
  const { exports } = new WebAssembly.Instance(module, { tfjs: { memory }, ${programImport.module}: { ${programImport.name} } });
  ready();
  exports.${jobFunctionNames.serve}();
};`;
