/**
 * Einstein summation of one or two tensors, as one batched matrix product.
 *
 * Labels in both tensors that the output keeps are the batch, labels in both that it drops are contracted, and a
 * label of one tensor that the output drops is summed while the tensor is brought into the order of the product.
 */
import { hostZeros, sizeOf } from '@isograd/core';
import { backend_util, Einsum, type KernelConfig, type Tensor, upcastType } from '@tensorflow/tfjs-core';
import { repeatedOutputLabel } from '../messages.js';
import { offsetsAlong } from './axis-offsets.js';
import { defineKernel, type HostTensor } from './define-kernel.js';
import { addIntegerProduct } from './matrix/integer-product.js';
import { addProduct, type Numbers, rowMajor } from './matrix/matrix-product.js';

/** A tensor and the number of the label of each of its axes; the labels of the output are numbered first. */
interface Operand {
  readonly tensor: HostTensor;
  readonly labels: readonly number[];
}

/** Stands in for the second operand where there is one only. */
const one: Operand = { tensor: { shape: [], dtype: 'bool', values: new Uint8Array([1]) }, labels: [] };

/** The elements with their axes in the order of `labels`, summed over the axes whose label is not among them. */
function arrange(values: Numbers, axisLabels: readonly number[], shape: readonly number[], labels: readonly number[]) {
  const kept = labels.map((label) => axisLabels.indexOf(label));
  const summed = [...axisLabels.keys()].filter((axis) => !kept.includes(axis));
  const starts = offsetsAlong(shape, kept);
  const terms = offsetsAlong(shape, summed);
  const result = new Float64Array(starts.length);
  starts.forEach((start, index) => {
    let sum = 0;
    for (let term = 0; term < terms.length; term++) sum += values[start + (terms[term] as number)] as number;
    result[index] = sum;
  });
  return result;
}

/** The kernel `Einsum`; its errors are those of tfjs. */
export const einsumKernel: KernelConfig = defineKernel<
  { readonly [index: string]: HostTensor },
  { readonly equation: string }
>(Einsum, (inputs, { equation }) => {
  const tensors = Object.values(inputs);
  const { allDims, idDims } = backend_util.decodeEinsumEquation(equation, tensors.length);
  backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors as object[] as Tensor[]);
  const output = equation.replaceAll(/\s/g, '').split('->')[1] ?? '';
  if (new Set(output).size !== output.length) throw repeatedOutputLabel(equation);

  const operands = tensors.map((tensor, index): Operand => ({ tensor, labels: idDims[index] ?? [] }));
  const [a = one, b = one] = operands;
  const sizes = new Map(
    operands.flatMap(({ tensor, labels }) => labels.map((label, axis) => [label, tensor.shape[axis] ?? 1] as const)),
  );
  const sizesOf = (labels: readonly number[]): number[] => labels.map((label) => sizes.get(label) ?? 1);
  const isKept = (label: number): boolean => label < output.length;
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter(isKept);
  const contracted = shared.filter((label) => !isKept(label));
  const rows = a.labels.filter((label) => isKept(label) && !shared.includes(label));
  const columns = b.labels.filter((label) => isKept(label) && !shared.includes(label));

  const [m, n, k] = [rows, columns, contracted].map((labels) => sizeOf(sizesOf(labels))) as [number, number, number];
  const left = arrange(a.tensor.values, a.labels, a.tensor.shape, [...batch, ...rows, ...contracted]);
  const right = arrange(b.tensor.values, b.labels, b.tensor.shape, [...batch, ...contracted, ...columns]);
  const dtype = upcastType(upcastType(a.tensor.dtype, b.tensor.dtype), 'int32') as 'float32' | 'int32';
  const productLabels = [...batch, ...rows, ...columns];
  const product = hostZeros(dtype, sizeOf(sizesOf(productLabels)));
  const add = dtype === 'int32' ? addIntegerProduct : addProduct;
  for (let index = 0; index < sizeOf(sizesOf(batch)); index++) {
    const c = rowMajor(product, n, index * m * n);
    add(rowMajor(left, k, index * m * k), rowMajor(right, n, index * k * n), c, { m, n, k });
  }

  const outputLabels = [...output].map((_, label) => label);
  const shape = sizesOf(outputLabels);
  if (productLabels.every((label, axis) => label === axis)) return { shape, dtype, values: product };
  const values = hostZeros(dtype, product.length);
  values.set(arrange(product, productLabels, sizesOf(productLabels), outputLabels));
  return { shape, dtype, values };
});
