/**
 * Reductions along axes: of floats in float64, rounded once; of integers modulo 2^32. Those that tfjs gets right,
 * Sum and Any, are left to it.
 */
import { type DType, type HostData, hostZeros } from '@isograd/core';
import { All, backend_util, type KernelConfig, Max, Mean, Min, Prod, util } from '@tensorflow/tfjs-core';
import { offsetsAlong } from './axis-offsets.js';
import { defineKernel, type HostTensor } from './define-kernel.js';

interface Attributes {
  /** Negative axes are counted from the end; null means all. */
  readonly axis?: number | number[] | null;
  /** What `Max` calls its axes. */
  readonly reductionIndices?: number | number[] | null;
  readonly keepDims: boolean;
}

/** Reduces the elements at `from` plus each of `terms`. */
type Reduce = (values: HostData, from: number, terms: Int32Array) => number;

function reduction(
  kernelName: string,
  resultDType: (dtype: DType) => DType,
  reduceOf: (dtype: DType) => Reduce,
): KernelConfig {
  return defineKernel<{ readonly x: HostTensor }, Attributes>(kernelName, ({ x }, attributes) => {
    const axes = util.parseAxisParam(attributes.reductionIndices ?? attributes.axis ?? [...x.shape.keys()], x.shape);
    const kept = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
    const starts = offsetsAlong(x.shape, kept);
    const terms = offsetsAlong(x.shape, axes);
    const dtype = resultDType(x.dtype);
    const reduce = reduceOf(dtype);
    const values = hostZeros(dtype, starts.length);
    for (let index = 0; index < values.length; index++)
      values[index] = reduce(x.values, starts[index] as number, terms);
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    return { shape: attributes.keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape, dtype, values };
  });
}

const mean: Reduce = (values, from, terms) => {
  let sum = 0;
  for (let term = 0; term < terms.length; term++) sum += values[from + (terms[term] as number)] as number;
  return sum / terms.length;
};

const product: Reduce = (values, from, terms) => {
  let total = 1;
  for (let term = 0; term < terms.length; term++) total *= values[from + (terms[term] as number)] as number;
  return total;
};

const integerProduct: Reduce = (values, from, terms) => {
  let total = 1;
  for (let term = 0; term < terms.length; term++) {
    total = Math.imul(total, values[from + (terms[term] as number)] as number);
  }
  return total;
};

/** The largest element, or NaN if there is one; `lowest` of nothing. */
const largest =
  (lowest: number): Reduce =>
  (values, from, terms) => {
    let total = lowest;
    for (let term = 0; term < terms.length; term++) {
      const value = values[from + (terms[term] as number)] as number;
      if (value > total || Number.isNaN(value)) total = value;
    }
    return total;
  };

/** The smallest element, or NaN if there is one; `highest` of nothing. */
const smallest =
  (highest: number): Reduce =>
  (values, from, terms) => {
    let total = highest;
    for (let term = 0; term < terms.length; term++) {
      const value = values[from + (terms[term] as number)] as number;
      if (value < total || Number.isNaN(value)) total = value;
    }
    return total;
  };

const every: Reduce = (values, from, terms) => (terms.every((term) => values[from + term] !== 0) ? 1 : 0);

const lowestOf = { float32: Number.NEGATIVE_INFINITY, int32: -(2 ** 31), bool: 0 } as const;
const highestOf = { float32: Number.POSITIVE_INFINITY, int32: 2 ** 31 - 1, bool: 1 } as const;
const sameDType = (dtype: DType): DType => dtype;

/** `Mean`, `Prod`, `Max`, `Min` and `All`. */
export const reductionKernels: readonly KernelConfig[] = [
  reduction(
    Mean,
    () => 'float32',
    () => mean,
  ),
  reduction(
    Prod,
    (dtype) => (dtype === 'float32' ? 'float32' : 'int32'),
    (dtype) => (dtype === 'int32' ? integerProduct : product),
  ),
  reduction(Max, sameDType, (dtype) => largest(lowestOf[dtype])),
  reduction(Min, sameDType, (dtype) => smallest(highestOf[dtype])),
  reduction(All, sameDType, () => every),
];
