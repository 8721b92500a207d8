/** How a record of a function of one tensor `x`, element by element, is written. */
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import type { UnaryInputs } from '../oracle/unary.js';
import { type Accuracy, transcendental } from './accuracy.js';
import { distinctFloats, floats, type Range, seeds, shapes } from './arbitrary.js';
import {
  edgeFloats,
  edgeIntegers,
  edgeShapedFloats,
  edgeShapedIntegers,
  floatVector,
  integerVector,
} from './edge-values.js';
import type { Differentiability, OpCase, OpRecord } from './op-record.js';

/** What a record of one function says beside its law. */
export interface UnaryOptions<Attributes extends object> {
  readonly family: string;
  /** Default: `transcendental`. */
  readonly accuracy?: Accuracy;
  /** Where it is tried at random: away from poles, and from the ends of its domain. Default: [-2, 2). */
  readonly range?: Range;
  /** Whether it bends at multiples of 1/32. Default: false. */
  readonly hasKinks?: boolean;
  /** Default: smooth. */
  readonly kind?: 'smooth' | 'constant';
  /** Values at which it is tried. Default: `edgeFloats`. */
  readonly edges?: readonly number[];
  /** Whether it takes int32 beside float32. Default: false. */
  readonly takesIntegers?: boolean;
  /** Default: one call without attributes. */
  readonly attributes?: readonly Attributes[];
}

/** The record of a function of float32 numbers. */
export function unaryRecord<Attributes extends object = object>(
  name: string,
  law: (inputs: UnaryInputs, attributes: Attributes) => HostTensor,
  options: UnaryOptions<Attributes>,
): OpRecord<UnaryInputs, Attributes> {
  const {
    family,
    accuracy = transcendental,
    range,
    hasKinks = false,
    edges = edgeFloats,
    takesIntegers = false,
  } = options;
  const { attributes = [{} as Attributes] } = options;
  const xs = [
    floatVector(edges),
    ...edgeShapedFloats(range),
    ...(takesIntegers ? [integerVector(edgeIntegers), ...edgeShapedIntegers()] : []),
  ];
  const random: fc.Arbitrary<OpCase<UnaryInputs, Attributes>> = fc
    .record({ shape: shapes(), seed: seeds, attributes: fc.constantFrom(...attributes) })
    .map((drawn) => ({
      inputs: { x: hasKinks ? distinctFloats(drawn.shape, drawn.seed) : floats(drawn.shape, drawn.seed, range) },
      attributes: drawn.attributes,
    }));
  const gradient: Differentiability = { kind: options.kind ?? 'smooth', inputs: ['x'] };
  const cases = attributes.flatMap((each) => xs.map((x) => ({ inputs: { x }, attributes: each })));
  return { name, family, law, accuracy, gradient, cases, random };
}
