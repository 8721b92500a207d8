/**
 * Einstein summation of one or two tensors, as one batched matrix product.
 *
 * Each operand is first reduced to the labels that matter: a repeated label becomes a diagonal, one that
 * appears nowhere else is summed. Of two operands, labels in both that the output keeps are the batch, labels
 * in both that it drops are contracted: the product of `[batch, rows, contracted]` and
 * `[batch, contracted, columns]` then only needs its axes put in order.
 */
import { sizeOf } from '@isograd/core';
import { BatchMatMul, Einsum, Reshape, StridedSlice, Sum, type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../../wasm-kernel.js';
import { type Step, withIntermediates } from '../intermediates.js';
import { type Equation, parseEquation } from './equation.js';

/** A tensor and the label of each of its axes. */
interface Labelled {
  readonly tensor: TensorInfo;
  readonly labels: string;
}

/** The kernel `Einsum`; labels may repeat within a term, which tfjs's own does not allow. */
export const einsumKernel: WasmKernel<readonly TensorInfo[], { readonly equation: string }> = {
  kernelName: Einsum,
  functions: [],
  compute(runtime, inputs, { equation: text }) {
    const tensors = Object.values(inputs);
    const equation = parseEquation(text, tensors);
    const operands = tensors.map((tensor, index) => ({ tensor, labels: equation.operands[index] ?? '' }));
    return withIntermediates(runtime, (step) => {
      const [first, second] = operands.map((operand) => diagonal(step, operand)) as [Labelled, Labelled?];
      if (second === undefined) return inOrder(step, sumAway(step, first, equation.output), equation.output).tensor;
      const a = sumAway(step, first, second.labels + equation.output);
      const b = sumAway(step, second, first.labels + equation.output);
      return inOrder(step, multiply(step, a, b, equation), equation.output).tensor;
    });
  },
};

/** Every repeated label reduced to one axis, the diagonal of its axes. */
function diagonal(step: Step, operand: Labelled): Labelled {
  const { tensor, labels } = operand;
  const repeated = [...labels].find((label, axis) => labels.indexOf(label) !== axis);
  if (repeated === undefined) return operand;
  const first = labels.indexOf(repeated);
  const second = labels.indexOf(repeated, first + 1);
  const others = tensor.shape.map((_, axis) => axis).filter((axis) => axis !== first && axis !== second);
  const size = tensor.shape[first] ?? 0;
  const outer = others.map((axis) => tensor.shape[axis] ?? 0);
  const moved = step(Transpose, { x: tensor }, { perm: [...others, first, second] }); // [..., size, size]
  const flat = step(Reshape, { x: moved }, { shape: [sizeOf(outer), size * size] });
  const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
  const slice = { begin: [0, 0], end: flat.shape, strides: [1, size + 1], ...masks };
  const line = step(Reshape, { x: step(StridedSlice, { x: flat }, slice) }, { shape: [...outer, size] });
  return diagonal(step, { tensor: line, labels: others.map((axis) => labels[axis]).join('') + repeated });
}

/** The sum over all labels that are not in `kept`. */
function sumAway(step: Step, operand: Labelled, kept: string): Labelled {
  const { tensor, labels } = operand;
  const axis = [...labels].flatMap((label, index) => (kept.includes(label) ? [] : [index]));
  if (axis.length === 0) return operand;
  return {
    tensor: step(Sum, { x: tensor }, { axis, keepDims: false }),
    labels: [...labels].filter((label) => kept.includes(label)).join(''),
  };
}

/** The same tensor with its axes in the order of `labels`. */
function inOrder(step: Step, operand: Labelled, labels: string): Labelled {
  if (operand.labels === labels) return operand;
  const perm = [...labels].map((label) => operand.labels.indexOf(label));
  return { tensor: step(Transpose, { x: operand.tensor }, { perm }), labels };
}

/** The product of two operands whose every label is shared or kept. */
function multiply(step: Step, a: Labelled, b: Labelled, { output, size }: Equation): Labelled {
  const shared = [...a.labels].filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => output.includes(label)).join('');
  const contracted = shared.filter((label) => !output.includes(label)).join('');
  const rows = [...a.labels].filter((label) => !b.labels.includes(label)).join('');
  const columns = [...b.labels].filter((label) => !a.labels.includes(label)).join('');
  const sizesOf = (labels: string): number[] => [...labels].map(size);
  const asMatrices = (operand: Labelled, before: string, after: string): TensorInfo => {
    const { tensor } = inOrder(step, operand, batch + before + after);
    return step(Reshape, { x: tensor }, { shape: [batch, before, after].map((labels) => sizeOf(sizesOf(labels))) });
  };
  // An operand that already has the contracted axes on the other side is read transposed instead of moved.
  const transposeA = a.labels === batch + contracted + rows;
  const transposeB = b.labels === batch + columns + contracted;
  const product = step(
    BatchMatMul,
    {
      a: transposeA ? asMatrices(a, contracted, rows) : asMatrices(a, rows, contracted),
      b: transposeB ? asMatrices(b, columns, contracted) : asMatrices(b, contracted, columns),
    },
    { transposeA, transposeB },
  );
  const labels = batch + rows + columns;
  return { tensor: step(Reshape, { x: product }, { shape: sizesOf(labels) }), labels };
}
