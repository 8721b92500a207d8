/** The text of an Einstein summation, `ij,jk->ik`, read and checked against the tensors it is for. */
import { backend_util, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import { badEinsum } from '../../messages.js';

/** A checked equation; a label is one letter, the name of an axis. */
export interface Equation {
  /** Labels of the axes of each operand. */
  readonly operands: readonly string[];
  /** Labels of the axes of the output, each once. */
  readonly output: string;
  /** Size of the axes with a label. */
  size(label: string): number;
}

/**
 * Reads an equation. tfjs reads it first, so that its errors are those of every backend; it refuses a label that is
 * twice in a term, and so is shown each label of a term once.
 *
 * @param text - Terms of letters separated by commas, an arrow, the letters of the output; spaces do not count.
 * @param tensors - The operands.
 * @throws tfjs's errors, and {ValueError} WASM_EINSUM for what tfjs lets pass: terms that do not fit their tensor, an
 * output with a label twice, labels that are no letters.
 */
export function parseEquation(text: string, tensors: readonly TensorInfo[]): Equation {
  const equation = text.replaceAll(/\s/g, '');
  const [left = '', output = ''] = equation.split('->');
  const operands = left.split(',');
  const distinct = operands.map((labels) => [...new Set(labels)].join(''));
  const { allDims } = backend_util.decodeEinsumEquation(equation.replace(left, distinct.join(',')), tensors.length);
  if (!/^[a-z]*(?:,[a-z]*)?->[a-z]*$/i.test(equation)) {
    throw badEinsum(text, 'letters, commas and one arrow, such as "bij,bjk->bik"');
  }
  operands.forEach((labels, index) => {
    const { shape } = tensors[index] as TensorInfo;
    if (labels.length !== shape.length) throw badEinsum(text, `${shape.length} letters in term ${index + 1}`);
  });
  const repeated = [...output].find((label, index) => output.indexOf(label) !== index);
  if (repeated !== undefined) throw badEinsum(text, `"${repeated}" once after the arrow`);
  const positions = operands.map((labels) => [...labels].map((label) => allDims.indexOf(label)));
  backend_util.checkEinsumDimSizes(allDims.length, positions, tensors as Tensor[]); // which reads their shapes only
  const sizes = new Map(
    operands.flatMap((labels, index) =>
      [...labels].map((label, axis) => [label, tensors[index]?.shape[axis] ?? 0] as const),
    ),
  );
  return { operands, output, size: (label) => sizes.get(label) ?? 1 };
}
