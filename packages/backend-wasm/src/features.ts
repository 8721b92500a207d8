/** Which vector instructions the running engine accepts, and whether threads may share memory. */
import { allPages } from './memory-section.js';
import { f32x4 } from './assembler/operators.js';
import type { FunctionBuilder } from './assembler/function-builder.js';
import { ModuleBuilder } from './assembler/module-builder.js';

/** Whether SIMD128, without which this backend has no kernels, is there. */
export function hasSimd(): boolean {
  return accepts((f) => f.local('v128', f32x4.splat(0)));
}

/** Whether relaxed multiply-add is there. */
export function hasRelaxedSimd(): boolean {
  return accepts((f) => {
    const zero = f.splatF32(0);
    f.local('v128', f32x4.relaxed_madd(zero, zero, zero));
  });
}

/** Whether threads may share a memory of 4 GiB: always in Node, in browsers in cross-origin-isolated pages. */
export function canShareMemory(): boolean {
  // Some browsers make such a memory for any page, and only refuse to hand it to a worker.
  if (typeof SharedArrayBuffer === 'undefined' || globalThis.crossOriginIsolated === false) return false;
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: allPages, shared: true }).buffer.byteLength > 0;
  } catch {
    return false;
  }
}

function accepts(write: (f: FunctionBuilder) => void): boolean {
  const module = new ModuleBuilder({ module: 'tfjs', name: 'memory', minimumPages: 1 }, { relaxedSimd: true });
  module.define('probe', {}, write);
  return WebAssembly.validate(module.toBytes());
}
