/** How a record of a function of two tensors `a` and `b` that broadcast is written. */
import type { Shape } from '@isograd/core';
import fc from 'fast-check';
import type { BinaryInputs } from '../oracle/binary.js';
import type { HostTensor } from '../oracle/host-tensor.js';
import { type Accuracy, exact } from './accuracy.js';
import { booleans, complexFloats, floats, integers, type Range, seeds } from './arbitrary.js';
import { broadcastPairs, randomPairs, type ShapePair } from './broadcast-shapes.js';
import { edgeFloats, edgeIntegers, floatVector, integerVector, pairsOf } from './edge-values.js';
import type { Differentiability, OpCase, OpRecord } from './op-record.js';

type AnyDType = HostTensor['dtype'];

type BinaryCase = OpCase<BinaryInputs>;

/** A pair of tensors of two shapes, from a seed. */
export type PairOf = (shapes: ShapePair, seed: number) => BinaryInputs;

/** What a record of one function says beside its law. */
export interface BinaryOptions {
  readonly family: string;
  /** Default: `exact`. */
  readonly accuracy?: Accuracy<BinaryInputs>;
  /** dtypes it takes; at random those that can be moved, if there are any. Default: float32 and int32. */
  readonly takes?: readonly AnyDType[];
  /** Every pair of them is tried. Default: `edgeFloats`. */
  readonly edges?: readonly number[];
  /** Every pair of them is tried, but those that `mayPairIntegers` keeps out. Default: `edgeIntegers`. */
  readonly integerEdges?: readonly number[];
  /** Default: all may. */
  readonly mayPairIntegers?: (a: number, b: number) => boolean;
  /** int32 tensors of further shapes. Default: from -9 to 9. */
  readonly integerPair?: PairOf;
  /** float32 tensors away from poles and kinks. Default: from [-2, 2). */
  readonly pair?: PairOf;
  /** Default: smooth in both. */
  readonly gradient?: Differentiability;
}

/** Tensors of one kind, each from its range. */
export function pairBy(
  tensorOf: (shape: Shape, seed: number, range?: Range) => HostTensor,
  rangeOfA?: Range,
  rangeOfB?: Range,
): PairOf {
  return ([a, b], seed) => ({ a: tensorOf(a, seed, rangeOfA), b: tensorOf(b, seed + 1, rangeOfB) });
}

/** The record of a function of two tensors. */
export function binaryRecord(
  name: string,
  law: (inputs: BinaryInputs) => HostTensor,
  options: BinaryOptions,
): OpRecord<BinaryInputs> {
  const { family, accuracy = exact, takes = ['float32', 'int32'], edges = edgeFloats } = options;
  const { integerEdges = edgeIntegers, mayPairIntegers = () => true } = options;
  const { integerPair = pairBy(integers), pair = pairBy(floats) } = options;
  const { gradient = { kind: 'smooth', inputs: ['a', 'b'] } } = options;
  const pairs = {
    float32: pair,
    int32: integerPair,
    bool: pairBy(booleans),
    complex64: pairBy(complexFloats),
  };
  const inputs = takes.flatMap((dtype) => broadcastPairs.map((shapes, seed) => pairs[dtype](shapes, seed)));
  if (takes.includes('float32')) {
    const [a, b] = pairsOf(edges);
    inputs.push({ a: floatVector(a), b: floatVector(b) });
  }
  if (takes.includes('int32')) {
    const [a, b] = pairsOf(integerEdges);
    const mayStay = (_: number, index: number): boolean => mayPairIntegers(a[index] as number, b[index] as number);
    inputs.push({ a: integerVector(a.filter(mayStay)), b: integerVector(b.filter(mayStay)) });
  }
  const differentiable = takes.filter((dtype) => dtype === 'float32' || dtype === 'complex64');
  const random: fc.Arbitrary<BinaryCase> = fc
    .record({
      dtype: fc.constantFrom(...(differentiable.length > 0 ? differentiable : takes)),
      shapes: randomPairs,
      seed: seeds,
    })
    .map(({ dtype, shapes, seed }) => ({ inputs: pairs[dtype](shapes, seed), attributes: {} }));
  const cases = inputs.map((each) => ({ inputs: each, attributes: {} }));
  return { name, family, law, accuracy, gradient, cases, random };
}
