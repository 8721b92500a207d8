/**
 * Complex numbers and their parts. A complex64 tensor lies in memory as pairs of float32, real part first, as in
 * NumPy; so aliases, reshapes and slices work on it as on any other.
 */
import { sizeOf } from '@isograd/core';
import { Complex, ComplexAbs, Imag, Real, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Lanes } from '../../assembler/operators.js';
import { f32, f64, i32, select, v128 } from '../../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { requireFloats } from '../require-floats.js';

const joinParts = wasmFunction(
  'complexJoin',
  { real: 'i32', imag: 'i32', out: 'i32', size: 'i32' },
  (f, { real, imag, out, size }) => {
    const reals = f.local('v128');
    const imags = f.local('v128');
    f.while(i32.ge_u(size, 4), () => {
      f.set(reals, v128.load(real));
      f.set(imags, v128.load(imag));
      f.store('v128.store', out, v128.shuffle32(reals, imags, [0, 4, 1, 5]));
      f.store('v128.store', out, v128.shuffle32(reals, imags, [2, 6, 3, 7]), 16);
      f.increase(real, 16);
      f.increase(imag, 16);
      f.increase(out, 32);
      f.increase(size, -4);
    });
    f.repeat(size, () => {
      f.store('i32.store', out, i32.load(real));
      f.store('i32.store', out, i32.load(imag), 4);
      f.increase(real, 4);
      f.increase(imag, 4);
      f.increase(out, 8);
    });
  },
);

const unaryParameters = { from: 'i32', out: 'i32', size: 'i32' } as const;

type Unary = WasmFunction<typeof unaryParameters>;

/** Copies one part; `lanes` picks it from two vectors of pairs. */
function takePart(name: string, offset: 0 | 4, lanes: Lanes): Unary {
  return wasmFunction(name, unaryParameters, (f, { from, out, size }) => {
    f.while(i32.ge_u(size, 4), () => {
      f.store('v128.store', out, v128.shuffle32(v128.load(from), v128.load(from, 16), lanes));
      f.increase(from, 32);
      f.increase(out, 16);
      f.increase(size, -4);
    });
    f.repeat(size, () => {
      f.store('i32.store', out, i32.load(from, offset));
      f.increase(from, 8);
      f.increase(out, 4);
    });
  });
}

const takeReal = takePart('complexReal', 0, [0, 2, 4, 6]);
const takeImag = takePart('complexImag', 4, [1, 3, 5, 7]);

/** In float64, whose range holds every square; infinite if one part is, as C and NumPy have it, even beside NaN. */
const modulus = wasmFunction('complexAbs', unaryParameters, (f, { from, out, size }) => {
  const real = f.local('f64');
  const imag = f.local('f64');
  f.repeat(size, () => {
    f.set(real, f64.abs(f64.promote_f32(f32.load(from))));
    f.set(imag, f64.abs(f64.promote_f32(f32.load(from, 4))));
    const isInfinite = i32.or(f64.eq(real, Number.POSITIVE_INFINITY), f64.eq(imag, Number.POSITIVE_INFINITY));
    const length = f64.sqrt(f64.add(f64.mul(real, real), f64.mul(imag, imag)));
    f.store('f32.store', out, f32.demote_f64(select('f64', isInfinite, Number.POSITIVE_INFINITY, length)));
    f.increase(from, 8);
    f.increase(out, 4);
  });
});

interface Parts {
  /** float32 of one shape. */
  readonly real: TensorInfo;
  readonly imag: TensorInfo;
}

/** The kernel `Complex`. */
export const complexKernel: WasmKernel<Parts> = {
  kernelName: Complex,
  functions: [joinParts],
  compute(runtime, { real, imag }) {
    requireFloats(Complex, real, imag);
    const out = runtime.output(real.shape, 'complex64');
    runtime.run(joinParts, {
      real: runtime.address(real),
      imag: runtime.address(imag),
      out: runtime.address(out),
      size: sizeOf(real.shape),
    });
    return out;
  },
};

/** A kernel from complex64 to float32 of the same shape. */
function toFloats<Name extends string>(
  kernelName: string,
  inputName: Name,
  fn: Unary,
): WasmKernel<{ readonly [Input in Name]: TensorInfo }> {
  return {
    kernelName,
    functions: [fn],
    compute(runtime, inputs) {
      const from = inputs[inputName];
      const out = runtime.output(from.shape, 'float32');
      runtime.run(fn, { from: runtime.address(from), out: runtime.address(out), size: sizeOf(from.shape) });
      return out;
    },
  };
}

/** The kernel `Real`. */
export const realKernel: WasmKernel<{ readonly input: TensorInfo }> = toFloats(Real, 'input', takeReal);

/** The kernel `Imag`. */
export const imagKernel: WasmKernel<{ readonly input: TensorInfo }> = toFloats(Imag, 'input', takeImag);

/** The kernel `ComplexAbs`. */
export const complexAbsKernel: WasmKernel<{ readonly x: TensorInfo }> = toFloats(ComplexAbs, 'x', modulus);
