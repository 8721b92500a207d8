/** Records of the trigonometric and hyperbolic functions, and of their inverses. */
import { Acos, Acosh, Asin, Asinh, Atan, Atanh, Cos, Cosh, Sin, Sinh, Tan, Tanh } from '@tensorflow/tfjs-core';
import type { HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/trigonometric.js';
import type { UnaryInputs } from '../oracle/unary.js';
import type { Range } from './arbitrary.js';
import { edgeFloats } from './edge-values.js';
import type { OpRecord } from './op-record.js';
import { unaryRecord } from './unary-record.js';

/** Many turns of the circle, and the float32 beside multiples of a quarter of it. */
const angles: readonly number[] = [
  ...edgeFloats,
  ...[100, 1e4, 1e5, 1e6, 1e7, 2 ** 24].flatMap((angle) => [angle, -angle]),
  ...[1, 2, 3, 4, 22, 355, 1e4].map((quarters) => (quarters * Math.PI) / 2),
];

/** The ends of domains and small arguments, where a formula that subtracts loses everything. */
const nearOnes: readonly number[] = [
  ...edgeFloats,
  ...[1, 2].flatMap((end) => [end - 2 ** -20, end + 2 ** -20, -end + 2 ** -20, -end - 2 ** -20]),
  ...[1e-3, 1e-5, 1e-10].flatMap((small) => [small, -small]),
];

const record = (
  name: string,
  law: (inputs: UnaryInputs) => HostTensor,
  options: { readonly edges?: readonly number[]; readonly range?: Range } = {},
): OpRecord =>
  unaryRecord(name, law, { family: 'trigonometric and hyperbolic functions', edges: nearOnes, ...options });

export const trigonometricRecords: readonly OpRecord[] = [
  record(Sin, laws.sin, { edges: angles }),
  record(Cos, laws.cos, { edges: angles }),
  record(Tan, laws.tan, { edges: angles, range: [-1, 1] }),
  record(Asin, laws.asin, { range: [-0.75, 0.75] }),
  record(Acos, laws.acos, { range: [-0.75, 0.75] }),
  record(Atan, laws.atan),
  record(Sinh, laws.sinh),
  record(Cosh, laws.cosh),
  record(Tanh, laws.tanh),
  record(Asinh, laws.asinh),
  record(Acosh, laws.acosh, { range: [1.5, 3.5] }),
  record(Atanh, laws.atanh, { range: [-0.75, 0.75] }),
];
