/** Runs one kernel on plain arrays, with the proof that it ran on wasm and left nothing behind. */
import { type DType, hostZeros, type Shape, sizeOf, useBackend } from '@isograd/core';
import {
  engine,
  getBackend,
  memory,
  type NamedAttrMap,
  type NamedTensorMap,
  tensor,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, expect } from 'vitest';
import { wasm } from '../wasm.js';

/** A tensor as plain data. */
export interface Values {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: ArrayLike<number>;
}

/** Declares that all tests of this file run on wasm, and checks it before each. */
export function onWasm(): void {
  beforeAll(async () => {
    await useBackend(wasm());
  });
  beforeEach(() => expect(getBackend()).toBe('wasm'));
}

/** Numbers in [-1, 1) of float32, the same for the same seed (a linear congruential generator). */
export function floats(shape: Shape, seed: number): Values {
  const data = hostZeros('float32', sizeOf(shape));
  let state = seed >>> 0;
  for (let index = 0; index < data.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[index] = state / 2 ** 31 - 1;
  }
  return { shape, dtype: 'float32', data };
}

/** Runs a kernel as the engine does; its outputs. */
export function runKernels(
  kernelName: string,
  inputs: Readonly<Record<string, Values>> | readonly Values[],
  attributes: object = {},
): Values[] {
  expect(getBackend()).toBe('wasm');
  const before = memory().numTensors;
  const buffersBefore = engine().backend.numDataIds();
  const tensors = Object.entries(inputs).map(([name, { data, shape, dtype }]): [string, Tensor] => [
    name,
    tensor(Array.from(data), [...shape], dtype),
  ]);
  const given = Array.isArray(inputs) ? tensors.map(([, value]) => value) : Object.fromEntries(tensors);
  try {
    const outputs = engine().runKernel(kernelName, given as object as NamedTensorMap, attributes as NamedAttrMap);
    return [outputs].flat().map((output) => {
      const result = { shape: output.shape, dtype: output.dtype as DType, data: output.dataSync() };
      output.dispose();
      return result;
    });
  } finally {
    for (const [, value] of tensors) value.dispose();
    expect(memory().numTensors).toBe(before);
    expect(engine().backend.numDataIds()).toBe(buffersBefore);
  }
}

/** Runs a kernel that has one output. */
export function runKernel(...call: Parameters<typeof runKernels>): Values {
  const [result, ...others] = runKernels(...call);
  if (result === undefined || others.length > 0) throw new Error(`${call[0]} has ${others.length + 1} outputs`);
  return result;
}
