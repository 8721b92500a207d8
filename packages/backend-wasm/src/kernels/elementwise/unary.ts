/** Functions of one number whose kernels in tfjs lose digits or take one number at a time, or integers that go through float32. */
import {
  Abs,
  Cos,
  Elu,
  Erf,
  Exp,
  Expm1,
  Log,
  Log1p,
  Neg,
  Selu,
  Sigmoid,
  Sign,
  Sin,
  Softplus,
  Sqrt,
  Tanh,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import { f32x4, i32x4, v128 } from '../../assembler/operators.js';
import { elu } from '../../vector-math/elu.js';
import { erf } from '../../vector-math/erf.js';
import { exp } from '../../vector-math/exp.js';
import { expm1, expm1OfNegative } from '../../vector-math/expm1.js';
import { log } from '../../vector-math/log.js';
import { log1p } from '../../vector-math/log1p.js';
import { sigmoid } from '../../vector-math/sigmoid.js';
import { cosine, sine } from '../../vector-math/sine.js';
import { softplus } from '../../vector-math/softplus.js';
import { tanh } from '../../vector-math/tanh.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { converted, type OwnPart } from '../converted.js';
import { type ElementMap, mapByLong, mapByMedium, mapByShort, mapElements } from './map-elements.js';

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
    dtype,
    functions: [map],
    compute: (runtime, { x }) => mapElements(runtime, map, x as TensorInfo),
  };
}

/** Of selu. @see Klambauer et al.: "Self-Normalizing Neural Networks" (2017), with more digits in appendix A.4 */
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

/** λ x where x >= 0, and λ α (e^x - 1) below. */
export function selu(f: FunctionBuilder, x: Local<'v128'>): Expression<'v128'> {
  const below = f32x4.mul(expm1OfNegative(f, x), f.splatF32(seluScale * seluAlpha));
  return v128.bitselect(below, f32x4.mul(x, f.splatF32(seluScale)), f32x4.lt(x, f.splatF32(0)));
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
  ofFloats(Elu, mapByMedium('elu', elu)),
  ofFloats(Erf, mapByMedium('erf', erf)),
  converted(Exp, ['float32'], 'float32', computing('float32', mapByMedium('exp', exp))),
  ofFloats(Expm1, mapByMedium('expm1', expm1)),
  ofFloats(Log, mapByMedium('log', log)),
  ofFloats(Log1p, mapByMedium('log1p', log1p)),
  ofNumbers(
    Neg,
    'int32',
    mapByShort('negOfIntegers', (_f, x) => i32x4.neg(x)),
  ),
  ofFloats(Selu, mapByMedium('selu', selu)),
  ofFloats(Sigmoid, mapByMedium('sigmoid', sigmoid)),
  ofNumbers(Sign, 'float32', mapByShort('sign', sign)),
  ofFloats(Sin, mapByLong('sin', sine)),
  ofFloats(Softplus, mapByMedium('softplus', softplus)),
  ofFloats(
    Sqrt,
    mapByShort('sqrt', (_f, x) => f32x4.sqrt(x)),
  ),
  ofFloats(Tanh, mapByMedium('tanh', tanh)),
];
