/** What loop the elementwise calls of a unit are, and on which values it runs. */
import { sizeOf } from '@isograd/core';
import type { Graph, Node, Value, ValueId } from '@isograd/jit';
import { Select, Tile } from '@tensorflow/tfjs-core';
import { broadcastStrides } from '../kernels/broadcast-strides.js';
import { elementKernel, isVectorDtype, type VectorDtype } from './elementwise.js';
import type { Loop, LoopCall, LoopInput, Operand } from './loop.js';

/** A loop with the values behind its inputs and outputs, in their order. */
export interface UnitLoop {
  readonly loop: Loop;
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
  /** Inputs that are read at the places of the loop only, none of whose elements serves several. */
  readonly aligned: ReadonlySet<ValueId>;
}

/** Whether each element of a call's result follows from the elements at its place of the inputs, broadcast. */
export function isElementwise({ values }: Graph, { kernelName, inputs, outputs, attributes }: Node): boolean {
  const valueOf = (id: ValueId | undefined): Value => values[id ?? -1] as Value;
  const { shape, dtype } = valueOf(outputs[0]);
  const dtypes = inputs.map(({ value }) => valueOf(value).dtype);
  if (!isVectorDtype(dtype) || !dtypes.every(isVectorDtype) || sizeOf(shape) === 0) return false;
  if (elementKernel(kernelName, dtypes) === undefined) return false;
  if (kernelName === Tile) {
    const { reps } = attributes as { readonly reps: readonly number[] };
    const x = valueOf(inputs[0]?.value).shape;
    return reps.length === x.length && reps.every((times, axis) => times === 1 || x[axis] === 1);
  }
  return inputs.every(({ value }) => {
    const from = valueOf(value).shape;
    return kernelName === Select ? String(from) === String(shape) : broadcastsTo(from, shape);
  });
}

/**
 * The loop of elementwise calls on one number of elements.
 *
 * @param numbers - Constants of one number, which become part of the code.
 * @param rootOf - The value whose memory a value shares.
 * @param isUsedOutside - Whether a result is needed after the loop.
 */
export function loopOfUnit(
  { values }: Graph,
  nodes: readonly Node[],
  numbers: ReadonlyMap<ValueId, number>,
  rootOf: (id: ValueId) => ValueId,
  isUsedOutside: (id: ValueId) => boolean,
): UnitLoop {
  const outputOf = ({ outputs }: Node): ValueId => outputs[0] ?? -1;
  const valueOf = (id: ValueId): Value => values[id] as Value;
  // Calls differ in axes of one element only: the longest shape has room for all.
  const shape = nodes
    .map((node) => valueOf(outputOf(node)).shape)
    .reduce((longest, each) => (each.length > longest.length ? each : longest));
  const inputs: LoopInput[] = [];
  const inputValues: ValueId[] = [];
  const placeOf = new Map<string, number>();
  const calls: LoopCall[] = [];
  const computed = new Map<ValueId, number>();

  const operandOf = (id: ValueId, to: readonly number[]): Operand => {
    const root = rootOf(id);
    const call = computed.get(root);
    if (call !== undefined) return { kind: 'call', index: call };
    const { shape: from, dtype } = valueOf(id);
    const number = numbers.get(root);
    if (number !== undefined) return { kind: 'number', value: number, dtype: dtype as VectorDtype };
    const strides = alignTo(shape, to, broadcastStrides(from, to.length));
    const key = `${root} ${strides.join()}`;
    const known = placeOf.get(key);
    if (known !== undefined) return { kind: 'input', index: known };
    placeOf.set(key, inputs.length);
    inputValues.push(root);
    return { kind: 'input', index: inputs.push({ dtype: dtype as VectorDtype, strides }) - 1 };
  };

  for (const node of nodes) {
    const { shape: to, dtype } = valueOf(outputOf(node));
    const operands = node.inputs.map(({ value }) => operandOf(value, to));
    computed.set(rootOf(outputOf(node)), calls.length);
    const attributes = node.attributes as { readonly [name: string]: unknown };
    calls.push({ kernelName: node.kernelName, operands, attributes, dtype: dtype as VectorDtype });
  }
  const stored = [...computed].filter(([id]) => isUsedOutside(id));
  const own = String(broadcastStrides(shape, shape.length));
  const others = new Set(inputValues.filter((_, index) => String(inputs[index]?.strides) !== own));
  return {
    loop: { shape, inputs, calls, outputs: stored.map(([, index]) => index) },
    inputs: inputValues,
    outputs: stored.map(([id]) => id),
    aligned: new Set(inputValues.filter((id) => !others.has(id))),
  };
}

/** Whether a shape broadcasts to another. */
function broadcastsTo(from: readonly number[], to: readonly number[]): boolean {
  const missing = to.length - from.length;
  return missing >= 0 && from.every((size, axis) => size === 1 || size === to[axis + missing]);
}

/** Strides by the axes of `shape` instead of `to`, which differs from it in axes of one element only. */
function alignTo(shape: readonly number[], to: readonly number[], strides: readonly number[]): number[] {
  const ofLong = strides.filter((_, axis) => to[axis] !== 1);
  return shape.map((size) => (size === 1 ? 0 : (ofLong.shift() ?? 0)));
}
