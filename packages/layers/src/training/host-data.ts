/** Data as users have it, turned into host arrays. */
import { type HostData, NdArray, sizeOf } from '@isograd/core';
import { Tensor } from '@tensorflow/tfjs-core';
import { badData, unknownInput } from './data-messages.js';

/** One array of examples: first axis `batch`. Typed arrays and lists of numbers have one axis. */
export type DataInput = NdArray | Tensor | HostData | readonly number[];

/** The arrays of a model with several inputs or outputs, in their order or by name; or the only one. */
export type DataInputs = DataInput | readonly DataInput[] | Readonly<Record<string, DataInput>>;

/**
 * Reads data into host arrays; tensors are downloaded and stay the caller's.
 *
 * @param where - Who asks, for messages.
 * @param name - What it is: `x`, `y`.
 * @param names - Of the inputs or outputs, for data by name.
 * @throws {ValueError} DATA_KIND, INPUT_NAME
 */
export async function readData(
  where: string,
  name: string,
  data: DataInputs,
  names?: readonly string[],
): Promise<NdArray[]> {
  return Promise.all(inOrder(where, name, data, names).map((input) => readArray(where, name, input)));
}

/**
 * Values given in one of three ways, in the order of the inputs or outputs that they are for.
 *
 * @param names - Their names; needed for values by name.
 * @throws {ValueError} INPUT_NAME
 */
function inOrder(
  where: string,
  name: string,
  data: DataInputs,
  names: readonly string[] | undefined,
): readonly DataInput[] {
  if (Array.isArray(data))
    return typeof data[0] === 'number' ? [data as readonly number[]] : (data as readonly DataInput[]);
  const isRecord = typeof data === 'object' && data !== null && Object.getPrototypeOf(data) === Object.prototype;
  if (!isRecord) return [data as DataInput];
  const record = data as Readonly<Record<string, DataInput>>;
  const given = Object.keys(record);
  if (names === undefined) return Object.values(record);
  if (given.length !== names.length || names.some((key) => !Object.hasOwn(record, key))) {
    throw unknownInput(where, name, given.join(', '), names);
  }
  return names.map((key) => record[key] as DataInput);
}

async function readArray(where: string, name: string, input: DataInput): Promise<NdArray> {
  if (input instanceof NdArray) return input;
  if (input instanceof Tensor) return new NdArray((await input.data()) as HostData, input.shape);
  if (input instanceof Float32Array || input instanceof Int32Array || input instanceof Uint8Array) {
    return new NdArray(input, [input.length]);
  }
  if (Array.isArray(input) && input.every((value) => typeof value === 'number')) {
    return new NdArray(Float32Array.from(input as readonly number[]), [input.length]);
  }
  throw badData(where, name, input);
}

/**
 * Some examples of an array, in a given order.
 *
 * @param indices - Numbers of examples.
 */
export function takeExamples(array: NdArray, indices: ArrayLike<number>): NdArray {
  const example = array.shape.slice(1);
  const size = sizeOf(example);
  const taken = NdArray.zeros([indices.length, ...example], array.dtype);
  for (let row = 0; row < indices.length; row++) {
    const start = (indices[row] ?? 0) * size;
    taken.data.set(array.data.subarray(start, start + size), row * size);
  }
  return taken;
}

/** Examples `start` to `end` (not included), without a copy. */
export function sliceExamples(array: NdArray, start: number, end: number): NdArray {
  const example = array.shape.slice(1);
  const size = sizeOf(example);
  return new NdArray(array.data.subarray(start * size, end * size), [end - start, ...example]);
}
