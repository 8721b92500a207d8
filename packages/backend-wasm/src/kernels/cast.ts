/**
 * Conversion of dtypes: float32 to int32 cuts the fraction off, anything but zero is true, NaN included.
 *
 * Out of the range of int32 a float becomes the nearest end of the range, and NaN becomes 0; other backends
 * differ there (cpu wraps around). A complex number loses its imaginary part, as in tfjs.
 */
import { sizeOf } from '@isograd/core';
import { Cast, Complex, type DataType, Real, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Expression, Local } from '../assembler/expression.js';
import { f32, f32x4, i32, i32x4, v128 } from '../assembler/operators.js';
import { kernelCaseMissing } from '../messages.js';
import type { Runtime } from '../runtime.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { eachGroup, loadLanes, storeLanes } from './partial-vector.js';

const parameters = { from: 'i32', to: 'i32', size: 'i32' } as const;

type Conversion = WasmFunction<typeof parameters>;

/** A conversion between two dtypes of four bytes. */
function vectorConversion(name: string, convert: (values: Expression<'v128'>) => Expression<'v128'>): Conversion {
  return wasmFunction(name, parameters, (f, { from, to, size }) => {
    const start = f.local('i32');
    const values = f.local('v128');
    eachGroup(f, size, start, (vectors) => {
      for (const { lanes, offset } of vectors) {
        f.set(values, convert(loadLanes(i32.add(from, start), lanes, offset)));
        storeLanes(f, i32.add(to, start), values, lanes, offset);
      }
    });
  });
}

/** A conversion to bool, whose elements are bytes. */
function conversionToBool(name: string, isTrue: (from: Local<'i32'>) => Expression<'i32'>): Conversion {
  return wasmFunction(name, parameters, (f, { from, to, size }) => {
    f.repeat(size, () => {
      f.store('i32.store8', to, isTrue(from));
      f.increase(from, 4);
      f.increase(to, 1);
    });
  });
}

/** Eight bytes become two vectors of integers; so many bytes are taken in a turn. */
const bytesPerTurn = 32;

/** A conversion from bool. */
function conversionFromBool(name: string, convert: (values: Expression<'v128'>) => Expression<'v128'>): Conversion {
  return wasmFunction(name, parameters, (f, { from, to, size }) => {
    const values = f.local('v128');
    f.while(i32.ge_u(size, bytesPerTurn), () => {
      for (let byte = 0; byte < bytesPerTurn; byte += 8) {
        f.set(values, v128.load8x8_u(from, byte));
        f.store('v128.store', to, convert(i32x4.extend_low_i16x8_u(values)), 4 * byte);
        f.store('v128.store', to, convert(i32x4.extend_high_i16x8_u(values)), 4 * byte + 16);
      }
      f.increase(from, bytesPerTurn);
      f.increase(to, 4 * bytesPerTurn);
      f.increase(size, -bytesPerTurn);
    });
    f.repeat(size, () => {
      f.set(values, convert(i32x4.splat(i32.load8_u(from))));
      storeLanes(f, to, values, 1);
      f.increase(from, 1);
      f.increase(to, 4);
    });
  });
}

/** By the dtype from which, and then by that to which. */
const conversions: Partial<Record<DataType, Partial<Record<DataType, Conversion>>>> = {
  float32: {
    int32: vectorConversion('castFloatToInt', i32x4.trunc_sat_f32x4_s),
    bool: conversionToBool('castFloatToBool', (from) => f32.ne(f32.load(from), 0)),
  },
  int32: {
    float32: vectorConversion('castIntToFloat', f32x4.convert_i32x4_s),
    bool: conversionToBool('castIntToBool', (from) => i32.ne(i32.load(from), 0)),
  },
  bool: {
    float32: conversionFromBool('castBoolToFloat', f32x4.convert_i32x4_s),
    int32: conversionFromBool('castBoolToInt', (values) => values),
  },
};

/** The kernel `Cast`; no copy is made when the dtype stays the same. */
export const castKernel: WasmKernel<{ readonly x: TensorInfo }, { readonly dtype: DataType }> = {
  kernelName: Cast,
  functions: Object.values(conversions).flatMap((byTarget) => Object.values(byTarget)),
  compute(runtime, { x }, { dtype }) {
    if (dtype === x.dtype) return runtime.alias(x, x.shape, dtype);
    if (dtype === 'complex64') return fromReal(runtime, x);
    if (x.dtype === 'complex64') return toReal(runtime, x, dtype);
    const conversion = conversions[x.dtype]?.[dtype];
    if (conversion === undefined)
      throw kernelCaseMissing(Cast, `${x.dtype} to ${dtype}`, 'float32, int32, bool or complex64');
    const out = runtime.output(x.shape, dtype);
    runtime.run(conversion, { from: runtime.address(x), to: runtime.address(out), size: sizeOf(x.shape) });
    return out;
  },
};

function fromReal(runtime: Runtime, x: TensorInfo): TensorInfo {
  const real = runtime.call(Cast, { x }, { dtype: 'float32' });
  const imag = runtime.zeros(x.shape, 'float32');
  const out = runtime.call(Complex, { real, imag }, {});
  runtime.dispose(real);
  runtime.dispose(imag);
  return out;
}

function toReal(runtime: Runtime, x: TensorInfo, dtype: DataType): TensorInfo {
  const real = runtime.call(Real, { input: x }, {});
  const out = runtime.call(Cast, { x: real }, { dtype });
  runtime.dispose(real);
  return out;
}
