/** Functions of one number whose kernels in tfjs lose digits or take one number at a time, or integers that go through float32. */
import { Abs, Cos, Log1p, Neg, Selu, Sign, Sin, Sqrt, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import { f32x4, i32x4, v128 } from '../../assembler/operators.js';
import { expm1 } from '../../vector-math/expm1.js';
import { log1p } from '../../vector-math/log1p.js';
import { cosine, sine } from '../../vector-math/sine.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { converted, type OwnPart } from '../converted.js';
import { type ElementMap, mapByLong, mapByShort, mapElements } from './map-elements.js';

type Unary = WasmKernel<{ readonly x: TensorInfo }>;

/** The kernel that is `map` for float32; other dtypes are converted. */
function ofFloats(kernelName: string, map: ElementMap): Unary {
  return converted(kernelName, ['float32'], 'same', computing('float32', map));
}

/** The kernel that is `map` for `dtype`, and tfjs's for the other dtype of numbers; bools are converted. */
function ofNumbers(kernelName: string, dtype: 'float32' | 'int32', map: ElementMap): Unary {
  return converted(kernelName, ['float32', 'int32'], 'same', computing(dtype, map));
}

function computing(dtype: 'float32' | 'int32', map: ElementMap): OwnPart {
  return {
    dtypes: [dtype],
    functions: [map],
    compute: (runtime, { x }) => mapElements(runtime, map, x as TensorInfo),
  };
}

/** Of selu. @see Klambauer et al.: "Self-Normalizing Neural Networks" (2017), with more digits in appendix A.4 */
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

/** λ x where x >= 0, and λ α (e^x - 1) below. */
export function selu(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const zero = f.splatF32(0);
  const below = f.local('v128', expm1(f, x));
  const ofNegative = f32x4.mul(below, f.splatF32(seluScale * seluAlpha));
  return v128.bitselect(ofNegative, f32x4.mul(x, f.splatF32(seluScale)), f32x4.lt(x, zero));
}

/** ±1; 0 where x is 0 or NaN, as in tfjs. */
export function sign(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const unit = v128.bitselect(x, f.splatF32(1), f.splatF32(-0));
  return v128.and(unit, f32x4.gt(f32x4.abs(x), f.splatF32(0)));
}

/** Kernels of one tensor. */
export const unaryKernels: readonly Unary[] = [
  ofNumbers(
    Abs,
    'int32',
    mapByShort('absOfIntegers', (_f, x) => i32x4.abs(x)),
  ),
  ofFloats(Cos, mapByLong('cos', cosine)),
  ofFloats(Log1p, mapByLong('log1p', log1p)),
  ofNumbers(
    Neg,
    'int32',
    mapByShort('negOfIntegers', (_f, x) => i32x4.neg(x)),
  ),
  ofFloats(Selu, mapByLong('selu', selu)),
  ofNumbers(Sign, 'float32', mapByShort('sign', sign)),
  ofFloats(Sin, mapByLong('sin', sine)),
  ofFloats(
    Sqrt,
    mapByShort('sqrt', (_f, x) => f32x4.sqrt(x)),
  ),
];
