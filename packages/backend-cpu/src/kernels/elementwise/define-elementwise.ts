/**
 * How a kernel that computes element by element is written: one loop for each dtype. A loop of its own is what lets
 * JavaScript's compilers put the arithmetic into it; the functions that `eachElement` and `eachPair` take are called.
 */
import { type DType, type HostData, hostZeros, sizeOf } from '@isograd/core';
import { broadcast_util, type KernelConfig, upcastType } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from '../define-kernel.js';
import { broadcastRuns } from './broadcast-runs.js';

/** Fills `values` with a function of the elements of `x`. */
export type UnaryLoop = (x: HostData, values: HostData) => void;

/** Where the elements of one run lie: element i is that of `values` at `start + i`, of `a` at `aStart + i·aStep`. */
export interface Run {
  readonly length: number;
  readonly aStep: number;
  readonly bStep: number;
  start: number;
  aStart: number;
  bStart: number;
}

/** Fills a run of `values` with a function of the elements of `a` and `b`. */
export type BinaryLoop = (a: HostData, b: HostData, values: HostData, run: Run) => void;

/** The loop over a function of one number. */
export function eachElement(compute: (x: number) => number): UnaryLoop {
  return (x, values) => {
    for (let index = 0; index < values.length; index++) values[index] = compute(x[index] as number);
  };
}

/** The loop over a function of two numbers. */
export function eachPair(compute: (a: number, b: number) => number): BinaryLoop {
  return (a, b, values, { start, length, aStart, aStep, bStart, bStep }) => {
    for (let i = 0; i < length; i++) {
      values[start + i] = compute(a[aStart + i * aStep] as number, b[bStart + i * bStep] as number);
    }
  };
}

/** One loop for floats and one for integers. */
export const forFloats =
  <Loop>(ofFloats: Loop, ofIntegers: Loop) =>
  (dtype: DType): Loop =>
    dtype === 'float32' ? ofFloats : ofIntegers;

/**
 * A kernel of one operand, `x`.
 *
 * @param kernelName - tfjs's name of the kernel.
 * @param loopOf - What it computes in each dtype; the result has the same.
 */
export function unary(kernelName: string, loopOf: (dtype: DType) => UnaryLoop): KernelConfig {
  return defineKernel<{ readonly x: HostTensor }, object>(kernelName, ({ x }) => {
    const values = hostZeros(x.dtype, x.values.length);
    loopOf(x.dtype)(x.values, values);
    return { shape: x.shape, dtype: x.dtype, values };
  });
}

/**
 * A kernel of two operands, `a` and `b`, that are broadcast.
 *
 * @param kernelName - tfjs's name of the kernel.
 * @param loopOf - What it computes in the dtype that both are converted to.
 */
export function binary(kernelName: string, loopOf: (dtype: DType) => BinaryLoop): KernelConfig {
  return defineKernel<{ readonly a: HostTensor; readonly b: HostTensor }, object>(kernelName, ({ a, b }) => {
    const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const dtype = upcastType(a.dtype, b.dtype) as DType;
    const values = hostZeros(dtype, sizeOf(shape));
    const loop = loopOf(dtype);
    eachRun(a.shape, b.shape, shape, (run) => loop(a.values, b.values, values, run));
    return { shape, dtype, values };
  });
}

/** Visits the runs of a broadcast; the object that `visit` gets is used again for the next one. */
export function eachRun(
  aShape: readonly number[],
  bShape: readonly number[],
  shape: readonly number[],
  visit: (run: Run) => void,
): void {
  const size = sizeOf(shape);
  const { length, aStep, bStep, aStart, bStart } = broadcastRuns(aShape, bShape, shape, size);
  const run = { length, aStep, bStep, start: 0, aStart: 0, bStart: 0 };
  for (; run.start < size; run.start += length) {
    run.aStart = aStart(run.start);
    run.bStart = bStart(run.start);
    visit(run);
  }
}
