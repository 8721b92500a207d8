/** The text of an Einstein summation, `ij,jk->ik`, read and checked against the tensors it is for. */
import type { Shape } from '@isograd/core';
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
 * Reads an equation.
 *
 * @param text - Terms of letters separated by commas, an arrow, the letters of the output; spaces do not count.
 * @param shapes - Shapes of the operands.
 * @throws {ValueError} WASM_EINSUM when the text is no equation or does not fit the shapes.
 */
export function parseEquation(text: string, shapes: readonly Shape[]): Equation {
  const match = /^([a-z]*(?:,[a-z]*)*)->([a-z]*)$/i.exec(text.replaceAll(' ', ''));
  if (match === null) throw badEinsum(text, 'letters, commas and one arrow, such as "bij,bjk->bik"');
  const operands = (match[1] ?? '').split(',');
  const output = match[2] ?? '';
  if (operands.length !== shapes.length) throw badEinsum(text, `${shapes.length} terms, one for each tensor`);
  const sizes = new Map<string, number>();
  operands.forEach((labels, index) => {
    const shape = shapes[index] ?? [];
    if (labels.length !== shape.length) throw badEinsum(text, `${shape.length} letters in term ${index + 1}`);
    [...labels].forEach((label, axis) => {
      const size = shape[axis] ?? 0;
      const known = sizes.get(label) ?? size;
      if (known !== size) throw badEinsum(text, `one size for "${label}", not ${known} and ${size}`);
      sizes.set(label, size);
    });
  });
  for (const label of output) {
    if (!sizes.has(label)) throw badEinsum(text, `"${label}" among the labels of the tensors`);
    if (output.indexOf(label) !== output.lastIndexOf(label)) throw badEinsum(text, `"${label}" once after the arrow`);
  }
  return { operands, output, size: (label) => sizes.get(label) ?? 1 };
}
