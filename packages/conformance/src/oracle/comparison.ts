/** Laws of comparisons and logic on two tensors that broadcast, and of choices. NaN is unequal to everything. */
import type { BinaryInputs } from './binary.js';
import { broadcastShapes, mapPairs } from './broadcast.js';
import type { HostTensor } from './host-tensor.js';

/** a = b */
export function equal({ a, b }: BinaryInputs): HostTensor {
  return ask(a, b, (x, y) => x === y);
}

/** a ≠ b */
export function notEqual({ a, b }: BinaryInputs): HostTensor {
  return ask(a, b, (x, y) => x !== y);
}

/** a > b */
export function greater({ a, b }: BinaryInputs): HostTensor {
  return ask(a, b, (x, y) => x > y);
}

/** a >= b */
export function greaterEqual({ a, b }: BinaryInputs): HostTensor {
  return ask(a, b, (x, y) => x >= y);
}

/** a < b */
export function less({ a, b }: BinaryInputs): HostTensor {
  return ask(a, b, (x, y) => x < y);
}

/** a <= b */
export function lessEqual({ a, b }: BinaryInputs): HostTensor {
  return ask(a, b, (x, y) => x <= y);
}

/** a and b, of bool. */
export function logicalAnd({ a, b }: BinaryInputs): HostTensor {
  return ask(a, b, (x, y) => x !== 0 && y !== 0);
}

/** a or b, of bool. */
export function logicalOr({ a, b }: BinaryInputs): HostTensor {
  return ask(a, b, (x, y) => x !== 0 || y !== 0);
}

/** t where the condition holds and e elsewhere; all of one shape. */
export function select(inputs: {
  readonly condition: HostTensor;
  readonly t: HostTensor;
  readonly e: HostTensor;
}): HostTensor {
  const { condition, t, e } = inputs;
  const values = t.values.map((value, element) =>
    condition.values[element] === 0 ? (e.values[element] as number) : value,
  );
  return { ...t, values };
}

/** The shape that two shapes, given as int32 vectors, broadcast to. */
export function broadcastArgs({ s0, s1 }: { readonly s0: HostTensor; readonly s1: HostTensor }): HostTensor {
  const shape = broadcastShapes(Array.from(s0.values), Array.from(s1.values));
  return { shape: [shape.length], dtype: 'int32', values: Float64Array.from(shape) };
}

function ask(a: HostTensor, b: HostTensor, isTrue: (x: number, y: number) => boolean): HostTensor {
  return mapPairs(a, b, (x, y) => Number(isTrue(x, y)), 'bool');
}
