/** Records of the functions of one number. */
import { Abs, Exp, Tanh } from '@tensorflow/tfjs-core';
import type fc from 'fast-check';
import * as laws from '../oracle/unary.js';
import type { UnaryInputs } from '../oracle/unary.js';
import { type Accuracy, exact, transcendental } from './accuracy.js';
import { distinctFloats, floats, type Range, seeds, shapes } from './arbitrary.js';
import { edgeFloats, edgeIntegers, edgeShapedFloats, floatVector, integerVector } from './edge-values.js';
import type { OpCase, OpRecord } from './op-record.js';

type UnaryCase = OpCase<UnaryInputs>;

/** A record of a function of one number; `range` is where it is tried at random. */
function unary(
  name: string,
  law: (inputs: UnaryInputs) => ReturnType<typeof laws.abs>,
  options: {
    readonly accuracy?: Accuracy;
    readonly range?: Range;
    readonly hasKinks?: boolean;
    readonly takesIntegers?: boolean;
  },
): OpRecord<UnaryInputs> {
  const { accuracy = transcendental, range, hasKinks = false, takesIntegers = false } = options;
  const inputs: UnaryInputs[] = [
    floatVector(edgeFloats),
    ...edgeShapedFloats(range),
    ...(takesIntegers ? [integerVector(edgeIntegers)] : []),
  ].map((x) => ({ x }));
  const random: fc.Arbitrary<UnaryCase> = shapes().chain((shape) =>
    seeds.map((seed) => ({
      inputs: { x: hasKinks ? distinctFloats(shape, seed) : floats(shape, seed, range) },
      attributes: {},
    })),
  );
  return {
    name,
    family: 'functions of one number',
    law,
    accuracy,
    gradient: { kind: 'smooth', inputs: ['x'] },
    cases: inputs.map((each) => ({ inputs: each, attributes: {} })),
    random,
  };
}

export const unaryRecords: readonly OpRecord[] = [
  unary(Abs, laws.abs, { accuracy: exact, hasKinks: true, takesIntegers: true }),
  unary(Exp, laws.exp, {}),
  unary(Tanh, laws.tanh, {}),
];
