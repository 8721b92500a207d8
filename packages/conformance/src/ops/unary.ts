/** Records of the functions of one number: arithmetic, roots, exponentials, logarithms. */
import { Abs, Erf, Exp, Expm1, Log, Log1p, Neg, Reciprocal, Rsqrt, Sqrt, Square } from '@tensorflow/tfjs-core';
import type { HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/unary.js';
import { arithmetic, exact } from './accuracy.js';
import type { OpRecord } from './op-record.js';
import { type UnaryOptions, unaryRecord } from './unary-record.js';

const record = (
  name: string,
  law: (inputs: laws.UnaryInputs) => HostTensor,
  options: Partial<UnaryOptions<object>> = {},
): OpRecord => unaryRecord(name, law, { family: 'functions of one number', ...options });

export const unaryRecords: readonly OpRecord[] = [
  record(Abs, laws.abs, { accuracy: exact, hasKinks: true, takesIntegers: true }),
  record(Neg, laws.neg, { accuracy: exact, takesIntegers: true }),
  record(Square, laws.square, { accuracy: exact, takesIntegers: true }),
  record(Sqrt, laws.sqrt, { accuracy: exact, range: [0.5, 2.5] }),
  record(Rsqrt, laws.rsqrt, { accuracy: arithmetic, range: [0.5, 2.5] }),
  record(Reciprocal, laws.reciprocal, { accuracy: exact, range: [0.5, 2.5] }),
  record(Exp, laws.exp),
  record(Expm1, laws.expm1),
  record(Log, laws.log, { range: [0.5, 2.5] }),
  record(Log1p, laws.log1p, { range: [-0.5, 1.5] }),
  record(Erf, laws.erf),
];
