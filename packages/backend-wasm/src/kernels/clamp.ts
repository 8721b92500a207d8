/** Limits to a range. NaN stays NaN, and integers are compared as integers; tfjs's own kernels do neither. */
import { sizeOf } from '@isograd/core';
import { ClipByValue, Relu, Relu6, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Expression, Operand } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, i32, i32x4 } from '../assembler/operators.js';
import { kernelCaseMissing } from '../messages.js';
import type { Runtime } from '../runtime.js';
import { wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { eachGroup, loadLanes, storeLanes } from './partial-vector.js';

const addresses = { x: 'i32', out: 'i32', size: 'i32' } as const;

/**
 * out = x < least ? least : x, and then the same from above: a comparison with NaN is false, so that NaN stays. One
 * instruction of x86 each, where WebAssembly's min and max are seven.
 */
const clampFloats = wasmFunction('clampFloats', { ...addresses, least: 'f32', most: 'f32' }, (f, p) => {
  const low = f.local('v128', f32x4.splat(p.least));
  const high = f.local('v128', f32x4.splat(p.most));
  writeClamp(f, p, (values) => f32x4.pmin(f32x4.pmax(values, low), high));
});

const clampIntegers = wasmFunction('clampIntegers', { ...addresses, least: 'i32', most: 'i32' }, (f, p) => {
  const low = f.local('v128', i32x4.splat(p.least));
  const high = f.local('v128', i32x4.splat(p.most));
  writeClamp(f, p, (values) => i32x4.min_s(i32x4.max_s(values, low), high));
});

function writeClamp(
  f: FunctionBuilder,
  { x, out, size }: { readonly [Name in keyof typeof addresses]: Operand<'i32'> },
  clampVector: (values: Expression<'v128'>) => Expression<'v128'>,
): void {
  const start = f.local('i32');
  const values = f.local('v128');
  eachGroup(f, size, start, (vectors) => {
    for (const { lanes, offset } of vectors) {
      f.set(values, clampVector(loadLanes(i32.add(x, start), lanes, offset)));
      storeLanes(f, i32.add(out, start), values, lanes, offset);
    }
  });
}

interface Inputs {
  /** float32 or int32, any shape. */
  readonly x: TensorInfo;
}

function clamp(kernelName: string, runtime: Runtime, { x }: Inputs, least: number, most: number): TensorInfo {
  if (x.dtype !== 'float32' && x.dtype !== 'int32') throw kernelCaseMissing(kernelName, x.dtype, 'float32 or int32');
  const out = runtime.output(x.shape, x.dtype);
  const from = runtime.address(x);
  const to = runtime.address(out);
  const size = sizeOf(x.shape);
  if (x.dtype === 'float32') runtime.run(clampFloats, { x: from, out: to, size, least, most });
  else runtime.run(clampIntegers, { x: from, out: to, size, least: toInteger(least), most: toInteger(most) });
  return out;
}

/** A bound as it is stored in an int32 tensor: without its fraction, within the range. */
function toInteger(bound: number): number {
  return Math.min(Math.max(Math.trunc(bound), -(2 ** 31)), 2 ** 31 - 1);
}

/** The kernel `ClipByValue`. */
export const clipByValueKernel: WasmKernel<Inputs, { readonly clipValueMin: number; readonly clipValueMax: number }> = {
  kernelName: ClipByValue,
  functions: [clampFloats, clampIntegers],
  compute: (runtime, inputs, { clipValueMin, clipValueMax }) =>
    clamp(ClipByValue, runtime, inputs, clipValueMin, clipValueMax),
};

/** The kernel `Relu6`. */
export const relu6Kernel: WasmKernel<Inputs> = {
  kernelName: Relu6,
  functions: [clampFloats, clampIntegers],
  compute: (runtime, inputs) => clamp(Relu6, runtime, inputs, 0, 6),
};

/**
 * The kernel `Relu` of numbers. That of tfjs takes a NaN whose sign bit is set, which is what 0 / 0 gives on x86, for a
 * negative number.
 */
export const reluOfNumbers: Pick<WasmKernel<Readonly<Record<string, TensorInfo>>>, 'functions' | 'compute'> = {
  functions: [clampFloats, clampIntegers],
  compute: (runtime, inputs) => clamp(Relu, runtime, { x: inputs['x'] as TensorInfo }, 0, Number.POSITIVE_INFINITY),
};
