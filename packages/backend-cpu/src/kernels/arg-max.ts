/** Where the largest and the smallest elements lie along an axis; upstream's pass over NaN. */
import { type HostData, sizeOf } from '@isograd/core';
import { ArgMax, ArgMin, type KernelConfig, util } from '@tensorflow/tfjs-core';
import { defineKernel, type HostTensor } from './define-kernel.js';

interface Attributes {
  /** May be negative: counted from the end. */
  readonly axis: number;
}

/** The place that counts among `size` elements, `stride` apart, the first of them at `start`. */
type Find = (values: HostData, start: number, size: number, stride: number) => number;

/** The first NaN, as in NumPy and PyTorch, or else the first of the largest. */
const largest: Find = (values, start, size, stride) => {
  let found = 0;
  let best = values[start] as number;
  for (let place = 1, at = start + stride; place < size; place++, at += stride) {
    const value = values[at] as number;
    if (value <= best) continue;
    if (Number.isNaN(best)) break;
    best = value;
    found = place;
  }
  return found;
};

/** The first NaN, or else the first of the smallest. */
const smallest: Find = (values, start, size, stride) => {
  let found = 0;
  let best = values[start] as number;
  for (let place = 1, at = start + stride; place < size; place++, at += stride) {
    const value = values[at] as number;
    if (value >= best) continue;
    if (Number.isNaN(best)) break;
    best = value;
    found = place;
  }
  return found;
};

function search(kernelName: string, find: Find): KernelConfig {
  return defineKernel<{ readonly x: HostTensor }, Attributes>(kernelName, ({ x }, attributes) => {
    const [axis = 0] = util.parseAxisParam(attributes.axis, x.shape);
    const [outer, inner] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
    const [size, stride] = [x.shape[axis] ?? 1, sizeOf(inner)];
    const places = new Int32Array(sizeOf(outer) * stride);
    for (let line = 0; line < places.length; line++) {
      const start = Math.floor(line / stride) * size * stride + (line % stride);
      places[line] = find(x.values, start, size, stride);
    }
    return { shape: [...outer, ...inner], dtype: 'int32', values: places };
  });
}

/** The kernel `ArgMax`. */
export const argMaxKernel: KernelConfig = search(ArgMax, largest);

/** The kernel `ArgMin`. */
export const argMinKernel: KernelConfig = search(ArgMin, smallest);
