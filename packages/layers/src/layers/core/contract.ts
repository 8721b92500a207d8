/** Einstein summation of two tensors as one matrix product. */
import { sizeOf } from '@isograd/core';
import { matMul, reshape, sum, type Tensor, transpose } from '@tensorflow/tfjs-core';

/** A tensor and the label of each of its axes, all different. */
export interface Labelled {
  readonly tensor: Tensor;
  readonly labels: string;
}

/**
 * The product of two tensors, summed over the labels that `output` does not have. A label that both have and the output
 * keeps is a batch of matrices, one that both have and it drops is contracted.
 *
 * Made of a matrix product, which every backend has as a fast kernel, and of transposes only where the axes do not lie in
 * order.
 *
 * @param output - Labels of the result, each of them in `a` or `b`.
 */
export function contract(a: Labelled, b: Labelled, output: string): Tensor {
  const left = sumAway(a, b.labels + output);
  const right = sumAway(b, a.labels + output);
  const shared = [...left.labels].filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => output.includes(label)).join('');
  const contracted = shared.filter((label) => !output.includes(label)).join('');
  const rows = [...left.labels].filter((label) => !shared.includes(label)).join('');
  const columns = [...right.labels].filter((label) => !shared.includes(label)).join('');
  // A tensor whose contracted axes lie on the other side already is read transposed instead of moved.
  const transposeA = rows !== '' && left.labels === batch + contracted + rows;
  const transposeB = right.labels === batch + columns + contracted;
  const product = matMul(
    asMatrices(left, batch, transposeA ? [contracted, rows] : [rows, contracted]),
    asMatrices(right, batch, transposeB ? [columns, contracted] : [contracted, columns]),
    transposeA,
    transposeB,
  );
  const sizes = new Map([...sizesOf(a), ...sizesOf(b)]);
  const labels = batch + rows + columns;
  const tensor = reshape(
    product as Tensor,
    [...labels].map((label) => sizes.get(label) ?? 1),
  );
  return inOrder({ tensor, labels }, output);
}

/** The sum over all labels that are not in `kept`. */
function sumAway({ tensor, labels }: Labelled, kept: string): Labelled {
  const axes = [...labels].flatMap((label, axis) => (kept.includes(label) ? [] : [axis]));
  if (axes.length === 0) return { tensor, labels };
  return { tensor: sum(tensor, axes), labels: [...labels].filter((label) => kept.includes(label)).join('') };
}

function asMatrices(operand: Labelled, batch: string, [first, second]: readonly [string, string]): Tensor {
  const sizes = sizesOf(operand);
  const sizeAlong = (labels: string): number => sizeOf([...labels].map((label) => sizes.get(label) ?? 1));
  const matrices = batch === '' ? [first, second] : [batch, first, second];
  return reshape(inOrder(operand, batch + first + second), matrices.map(sizeAlong));
}

/** The tensor with its axes in the order of `order`. */
function inOrder({ tensor, labels }: Labelled, order: string): Tensor {
  return labels === order
    ? tensor
    : transpose(
        tensor,
        [...order].map((label) => labels.indexOf(label)),
      );
}

function sizesOf({ tensor, labels }: Labelled): Map<string, number> {
  return new Map([...labels].map((label, axis) => [label, tensor.shape[axis] ?? 1]));
}
