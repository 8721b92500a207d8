/** Evenly spaced numbers, each rounded once: upstream adds the step again and again in float32. */
import { hostZeros } from '@isograd/core';
import { type KernelConfig, LinSpace, Range } from '@tensorflow/tfjs-core';
import { defineKernel } from './define-kernel.js';

/** The kernel `LinSpace`: `num` numbers from `start` to `stop`, both included. */
export const linSpaceKernel: KernelConfig = defineKernel<
  Record<string, never>,
  { readonly start: number; readonly stop: number; readonly num: number }
>(LinSpace, (_inputs, { start, stop, num }) => {
  const values = new Float32Array(num);
  for (let index = 0; index < num; index++) values[index] = start + ((stop - start) * index) / Math.max(num - 1, 1);
  return { shape: [num], dtype: 'float32', values };
});

/** The kernel `Range`: the numbers from `start` to before `stop`; a step of 1 turns down where `stop` lies below. */
export const rangeKernel: KernelConfig = defineKernel<
  Record<string, never>,
  { readonly start: number; readonly stop: number; readonly step: number; readonly dtype: 'float32' | 'int32' }
>(Range, (_inputs, { start, stop, step, dtype }) => {
  const signedStep = stop < start && step === 1 ? -1 : step;
  const count = Math.max(0, Math.ceil((stop - start) / signedStep));
  const values = hostZeros(dtype, count);
  for (let index = 0; index < count; index++) values[index] = start + index * signedStep;
  return { shape: [count], dtype, values };
});
