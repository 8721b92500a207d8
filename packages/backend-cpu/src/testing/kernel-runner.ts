/** Runs one kernel on plain arrays, with the proof that it ran on cpu and left nothing behind. */
import { type DType, hostZeros, type Shape, sizeOf, useBackend } from '@isograd/core';
import {
  engine,
  getBackend,
  memory,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, expect } from 'vitest';
import { cpu } from '../cpu.js';

/** A tensor as plain data. */
export interface Values {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: ArrayLike<number>;
}

/** Declares that all tests of this file run on cpu, and checks it before each. */
export function onCpu(): void {
  beforeAll(async () => {
    await useBackend(cpu());
  });
  beforeEach(() => expect(getBackend()).toBe('cpu'));
}

/** A tensor of these elements. */
export function values(data: readonly number[], shape: Shape = [data.length], dtype: DType = 'float32'): Values {
  const elements = hostZeros(dtype, sizeOf(shape));
  elements.set(data);
  return { shape, dtype, data: elements };
}

/** Runs a kernel as the engine does; the elements of the result must lie in the array of its dtype. */
export function runKernels(
  kernelName: string,
  inputs: Readonly<Record<string, Values>> | readonly Values[],
  attributes: object = {},
): Values[] {
  const before = memory().numTensors;
  const results: Values[] = [];
  tidy(() => {
    const tensors = Object.entries(inputs).map(([name, { data, shape, dtype }]): [string, Tensor] => [
      name,
      tensor(Array.from(data), [...shape], dtype),
    ]);
    const given = Array.isArray(inputs) ? tensors.map(([, value]) => value) : Object.fromEntries(tensors);
    const outputs = engine().runKernel(kernelName, given as object as NamedTensorMap, attributes as NamedAttrMap);
    for (const output of [outputs].flat()) {
      const dtype = output.dtype as DType;
      const data = output.dataSync();
      expect(data).toBeInstanceOf(hostZeros(dtype, 0).constructor);
      results.push({ shape: output.shape, dtype, data });
    }
    tensors.forEach(([name, value], index) => {
      expect(Array.from(value.dataSync()), `input ${name} after the kernel`).toEqual(
        Array.from(Object.values(inputs)[index]?.data ?? []),
      );
    });
  });
  expect(memory().numTensors).toBe(before);
  return results;
}

/** Runs a kernel that has one output. */
export function runKernel(...call: Parameters<typeof runKernels>): Values {
  const [result, ...others] = runKernels(...call);
  if (result === undefined || others.length > 0) throw new Error(`${call[0]} has ${others.length + 1} outputs`);
  return result;
}
