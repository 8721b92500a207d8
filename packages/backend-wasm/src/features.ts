/** Which vector instructions the running engine accepts. */
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

function accepts(write: (f: FunctionBuilder) => void): boolean {
  const module = new ModuleBuilder({ module: 'tfjs', name: 'memory', minimumPages: 1 }, { relaxedSimd: true });
  module.define('probe', {}, write);
  return WebAssembly.validate(module.toBytes());
}
