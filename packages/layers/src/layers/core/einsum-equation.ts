/** What an equation of `einsumDense` says of the shapes of kernel, bias and output. */
import type { PartialShape } from '@isograd/core';
import { badEquation, einsumShapes } from './core-layer-messages.js';
import { badOption, unknownAxis } from '../../messages.js';

/** The letters of each term, the ellipsis left out. */
export interface EinsumEquation {
  readonly text: string;
  readonly input: string;
  readonly kernel: string;
  readonly output: string;
  /** On which side of the letters of input and output further axes stand, which the kernel does not know. */
  readonly ellipsis: 'none' | 'left' | 'right';
}

/** Shapes and labels for one shape of the input. */
export interface EinsumShapes {
  /** One label an axis, those of the ellipsis included. */
  readonly inputLabels: string;
  readonly outputLabels: string;
  readonly kernelShape: number[];
  /** Undefined without bias. */
  readonly biasShape: number[] | undefined;
  readonly outputShape: PartialShape;
  /** Axes of the kernel along which inputs run: those that the output does not have. */
  readonly inputAxes: readonly number[];
  readonly outputAxes: readonly number[];
}

/** Labels of the axes of an ellipsis: no letters. */
const firstEllipsisLabel = 0xe000;

/**
 * Reads an equation.
 *
 * @param where - Name of the factory, for messages.
 * @throws {ValueError} EINSUM_EQUATION
 */
export function readEinsumEquation(where: string, equation: unknown): EinsumEquation {
  const text = typeof equation === 'string' ? equation.replaceAll(' ', '') : String(equation);
  const plain = /^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)$/.exec(text);
  const left = /^\.\.\.([a-zA-Z]+),([a-zA-Z]+)->\.\.\.([a-zA-Z]+)$/.exec(text);
  const right = /^([a-zA-Z]+)\.\.\.,([a-zA-Z]+)->([a-zA-Z]+)\.\.\.$/.exec(text);
  const found = plain ?? left ?? right;
  if (typeof equation !== 'string' || found === null) throw badEquation(where, text, 'this is no equation.');
  const [, input = '', kernel = '', output = ''] = found;
  for (const term of [input, kernel, output]) {
    if (new Set(term).size < term.length) throw badEquation(where, text, `"${term}" has one letter for two axes.`);
  }
  const stray = [...kernel].find((label) => !input.includes(label) && !output.includes(label));
  if (stray !== undefined) throw badEquation(where, text, `axis "${stray}" is only in the kernel.`);
  const unexplained = [...output].find((label) => !input.includes(label) && !kernel.includes(label));
  if (unexplained !== undefined) throw badEquation(where, text, `axis "${unexplained}" is only in the output.`);
  if (found !== left && input[0] !== output[0]) {
    throw badEquation(where, text, 'the first axis of input and output is the batch.');
  }
  return { text, input, kernel, output, ellipsis: found === plain ? 'none' : found === left ? 'left' : 'right' };
}

/**
 * Reads the letters of the output that have a bias.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function readBiasAxes(where: string, biasAxes: unknown, { output }: EinsumEquation): string | undefined {
  if (biasAxes === undefined) return undefined;
  const fits =
    typeof biasAxes === 'string' && biasAxes !== '' && [...biasAxes].every((label) => output.includes(label));
  if (!fits) throw badOption(where, 'biasAxes', biasAxes, `letters of the output "${output}"`);
  return biasAxes;
}

/**
 * Shapes for an input.
 *
 * @param where - Label of the layer.
 * @param shape - Of the input, with the batch axis.
 * @param given - Sizes of the lettered axes of the output but the batch; null for those that the input decides.
 * @param biasAxes - What `readBiasAxes` returned.
 * @throws {ShapeError} EINSUM_SHAPES, SHAPE_UNKNOWN_AXIS
 */
export function einsumShapesFor(
  where: string,
  equation: EinsumEquation,
  shape: PartialShape,
  given: PartialShape,
  biasAxes: string | undefined,
): EinsumShapes {
  const { input, kernel, output, ellipsis, text } = equation;
  const further = shape.length - input.length;
  if (further < 0 || (further > 0 && ellipsis === 'none')) {
    throw einsumShapes(where, shape, `an axis for each letter of "${text}"`, 'its input has another number of axes.');
  }
  const elided = Array.from({ length: further }, (_, index) => String.fromCodePoint(firstEllipsisLabel + index)).join(
    '',
  );
  const withElided = (labels: string): string => (ellipsis === 'left' ? elided + labels : labels + elided);
  const [inputLabels, outputLabels] = [withElided(input), withElided(output)];
  const sizes = new Map([...inputLabels].map((label, axis) => [label, shape[axis] ?? null]));
  const lettered = [...outputLabels].slice(1).filter((label) => !elided.includes(label));
  if (inputLabels[0] !== outputLabels[0] || given.length !== lettered.length) {
    const expected = `${lettered.length} sizes, those of "${lettered.join('')}"`;
    throw einsumShapes(where, given, expected, 'outputShape does not fit the output of the equation.');
  }
  lettered.forEach((label, index) => {
    const [known = null, wanted = null] = [sizes.get(label), given[index]];
    if (known !== null && wanted !== null && known !== wanted) {
      throw einsumShapes(
        where,
        shape,
        `size ${wanted} along "${label}"`,
        'outputShape contradicts the shape of the input.',
      );
    }
    sizes.set(label, wanted ?? known);
  });
  const sizeOf = (label: string): number => {
    const size = sizes.get(label) ?? null;
    if (size === null)
      throw unknownAxis(where, shape, `a known size of axis "${label}", in the input or in outputShape`);
    return size;
  };
  const axesOfKernel = [...kernel].map((label, axis) => ({ axis, isOutput: output.includes(label) }));
  return {
    inputLabels,
    outputLabels,
    kernelShape: [...kernel].map(sizeOf),
    biasShape: biasAxes === undefined ? undefined : biasShapeFor(equation, biasAxes, further, sizeOf),
    outputShape: [...outputLabels].map((label) => sizes.get(label) ?? null),
    inputAxes: axesOfKernel.filter(({ isOutput }) => !isOutput).map(({ axis }) => axis),
    outputAxes: axesOfKernel.filter(({ isOutput }) => isOutput).map(({ axis }) => axis),
  };
}

/** From the first axis with a bias on; 1 where the bias is the same along an axis. */
function biasShapeFor(
  { output, ellipsis }: EinsumEquation,
  biasAxes: string,
  further: number,
  sizeOf: (label: string) => number,
): number[] {
  const first = Math.min(...[...biasAxes].map((label) => output.indexOf(label)));
  const lettered = Array.from(output.slice(first), (label) => (biasAxes.includes(label) ? sizeOf(label) : 1));
  return ellipsis === 'right' ? [...lettered, ...Array.from({ length: further }, () => 1)] : lettered;
}
