/** Elementwise calls one after the other over the elements of a shape, without memory between them. */
import { type ElementCode, elementCodes } from '../element-codes.js';
import { floatWord, instruction, type Place, placeWords } from './instruction.js';

/** What elements are: bytes 0 and 1 for bool, 4 bytes otherwise. */
export type ElementDtype = 'float32' | 'int32' | 'bool';

/** An operand of a call: an input of the instruction, an earlier call of it, or a number of the dtype that it takes. */
export type ElementOperand =
  | { readonly kind: 'input' | 'call'; readonly index: number }
  | { readonly kind: 'number'; readonly value: number };

/** One call: the code says what dtypes it takes and gives. */
export interface ElementCall {
  readonly code: ElementCode;
  readonly operands: readonly ElementOperand[];
}

/** A tensor that is read. */
export interface ElementInput {
  readonly dtype: ElementDtype;
  /** Of each axis, in elements: 0 where one element serves the whole axis. */
  readonly strides: readonly number[];
  readonly place: Place;
}

/** What is computed for each element. */
export interface Elementwise {
  /** Outermost first, 8 at most; the fewer the better. */
  readonly sizes: readonly number[];
  readonly inputs: readonly ElementInput[];
  readonly calls: readonly ElementCall[];
  /** Results of calls, stored without gaps; each may be the very tensor of an input that has no gaps either. */
  readonly outputs: readonly { readonly call: number; readonly place: Place }[];
}

/** Axes that an instruction has, at most. */
export const maximumElementAxes = 8;

const dtypes: readonly ElementDtype[] = ['float32', 'int32', 'bool'];
const operandKinds = { number: 0, input: 1, call: 2 } as const;

/** The words of elementwise calls. */
export function elementwiseWords({ sizes, inputs, calls, outputs }: Elementwise): number[] {
  return instruction('elementwise', [
    sizes.length,
    ...sizes,
    inputs.length,
    ...inputs.flatMap(({ dtype, strides, place }) => [dtypes.indexOf(dtype), ...strides, ...placeWords(place)]),
    calls.length,
    ...calls.flatMap(({ code, operands }) => {
      const { index, from } = elementCodes[code];
      return [index, ...operands.flatMap((operand, at) => operandWords(operand, from[at] ?? 'float32'))];
    }),
    outputs.length,
    ...outputs.flatMap(({ call, place }) => [call, ...placeWords(place)]),
  ]);
}

function operandWords(operand: ElementOperand, dtype: ElementDtype): number[] {
  const kind = operandKinds[operand.kind];
  return [kind, operand.kind === 'number' ? numberWord(operand.value, dtype) : operand.index];
}

/** The bits of a number: the nearest float, the nearest whole number towards 0, or whether it is not 0. */
function numberWord(value: number, dtype: ElementDtype): number {
  if (dtype === 'float32') return floatWord(value);
  if (dtype === 'bool') return Number(value !== 0);
  return Math.min(Math.max(Math.trunc(value), -(2 ** 31)), 2 ** 31 - 1) || 0;
}
