/** How records of kernels that move the elements of one tensor are made. */
import type { Shape } from '@isograd/core';
import { type DType, sizeOf } from '@isograd/core';
import type fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import type { MoveInputs } from '../oracle/rearrangement.js';
import { exact } from './accuracy.js';
import { floats, seeds } from './arbitrary.js';
import { edgeFloats, edgeIntegers } from './edge-values.js';
import type { OpCase, OpRecord } from './op-record.js';

/** The dtypes of real numbers. */
export const realDTypes: readonly DType[] = ['float32', 'int32', 'bool'];

/** The shape of `x`, and what is done with it. */
export interface Movement<Attributes extends object> {
  readonly shape: Shape;
  readonly attributes: Attributes;
  readonly title?: string;
}

/** A tensor of the values at which implementations differ, in turn. */
export function edgeTensor(shape: Shape, dtype: HostTensor['dtype']): HostTensor {
  const pool = { float32: edgeFloats, complex64: edgeFloats, int32: edgeIntegers, bool: [0, 1, 1, 0, 1] }[dtype];
  const count = sizeOf(shape) * (dtype === 'complex64' ? 2 : 1);
  return { shape, dtype, values: Float64Array.from({ length: count }, (_, place) => pool[place % pool.length] ?? 0) };
}

/** A record of such a kernel: each case in each dtype, and random float32 tensors. */
export function movementRecord<Attributes extends object>(
  name: string,
  law: (inputs: MoveInputs, attributes: Attributes) => HostTensor | readonly HostTensor[],
  options: {
    readonly cases: readonly Movement<Attributes>[];
    readonly random: fc.Arbitrary<Movement<Attributes>>;
    readonly dtypes?: readonly HostTensor['dtype'][];
    readonly run?: OpRecord<MoveInputs, Attributes>['run'];
  },
): OpRecord<MoveInputs, Attributes> {
  const { cases, random, dtypes = realDTypes, run } = options;
  return {
    name,
    family: 'movement of elements',
    law,
    ...(run === undefined ? {} : { run }),
    accuracy: exact,
    gradient: { kind: 'smooth', inputs: ['x'] },
    cases: cases.flatMap((movement) => dtypes.map((dtype) => caseOf(movement, edgeTensor(movement.shape, dtype)))),
    random: random.chain((movement) => seeds.map((seed) => caseOf(movement, floats(movement.shape, seed)))),
  };
}

function caseOf<Attributes extends object>(
  { attributes, title }: Movement<Attributes>,
  x: HostTensor,
): OpCase<MoveInputs, Attributes> {
  return { inputs: { x }, attributes, ...(title === undefined ? {} : { title }) };
}
