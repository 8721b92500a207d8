/** The loops of captured graphs as elementwise instructions: every kernel that the wasm backend has in its loops. */
import { joinAxes, broadcastStrides, type Loop, type LoopCall, type Operand } from '@isograd/backend-wasm/internals';
import {
  Abs,
  Add,
  AddN,
  BroadcastTo,
  Cast,
  Ceil,
  ClipByValue,
  Cos,
  Elu,
  Equal,
  Erf,
  Exp,
  Expm1,
  Fill,
  Floor,
  Greater,
  GreaterEqual,
  IsFinite,
  IsInf,
  IsNan,
  LeakyRelu,
  Less,
  LessEqual,
  Log,
  Log1p,
  LogicalAnd,
  LogicalNot,
  LogicalOr,
  LogicalXor,
  Maximum,
  Minimum,
  Multiply,
  Neg,
  NotEqual,
  OnesLike,
  Prelu,
  RealDiv,
  Reciprocal,
  Relu,
  Relu6,
  Round,
  Rsqrt,
  Select,
  Selu,
  Sigmoid,
  Sign,
  Sin,
  Softplus,
  Sqrt,
  Square,
  SquaredDifference,
  Step,
  Sub,
  Tanh,
  Tile,
  ZerosLike,
} from '@tensorflow/tfjs-core';
import type { ElementCode } from './element-codes.js';
import {
  type ElementCall,
  type ElementDtype,
  type ElementOperand,
  elementwiseWords,
  maximumElementAxes,
} from './instructions/elementwise.js';
import type { Place } from './instructions/instruction.js';

type Attributes = LoopCall['attributes'];

/** Kernels that are one code for each dtype of their last input. */
type CodeByDtype = { readonly [Dtype in ElementDtype]?: ElementCode };

const comparison = (float32: ElementCode, int32: ElementCode): CodeByDtype => ({ float32, int32 });

const codes: { readonly [kernelName: string]: CodeByDtype } = {
  [Abs]: { float32: 'abs', int32: 'absInt' },
  [Add]: { float32: 'add', int32: 'addInt' },
  [Ceil]: { float32: 'ceil' },
  [Cos]: { float32: 'cos' },
  [Elu]: { float32: 'elu' },
  [Equal]: { ...comparison('equal', 'equalInt'), bool: 'equalBool' },
  [Erf]: { float32: 'erf' },
  [Exp]: { float32: 'exp' },
  [Expm1]: { float32: 'expm1' },
  [Floor]: { float32: 'floor' },
  [Greater]: comparison('greater', 'greaterInt'),
  [GreaterEqual]: comparison('greaterEqual', 'greaterEqualInt'),
  [IsFinite]: { float32: 'isFinite' },
  [IsInf]: { float32: 'isInf' },
  [IsNan]: { float32: 'isNan' },
  [Less]: comparison('less', 'lessInt'),
  [LessEqual]: comparison('lessEqual', 'lessEqualInt'),
  [Log]: { float32: 'log' },
  [Log1p]: { float32: 'log1p' },
  [LogicalAnd]: { bool: 'andBool' },
  [LogicalNot]: { bool: 'notBool' },
  [LogicalOr]: { bool: 'orBool' },
  [LogicalXor]: { bool: 'notEqualBool' },
  [Maximum]: { float32: 'maximum', int32: 'maximumInt' },
  [Minimum]: { float32: 'minimum', int32: 'minimumInt' },
  [Multiply]: { float32: 'mul', int32: 'mulInt' },
  [Neg]: { float32: 'neg', int32: 'negInt' },
  [NotEqual]: { ...comparison('notEqual', 'notEqualInt'), bool: 'notEqualBool' },
  [Prelu]: { float32: 'prelu' },
  [RealDiv]: { float32: 'div' },
  [Reciprocal]: { float32: 'reciprocal' },
  [Round]: { float32: 'round' },
  [Rsqrt]: { float32: 'rsqrt' },
  [Select]: { float32: 'selectFloat', int32: 'selectInt', bool: 'selectBool' },
  [Selu]: { float32: 'selu' },
  [Sigmoid]: { float32: 'sigmoid' },
  [Sign]: { float32: 'sign' },
  [Sin]: { float32: 'sin' },
  [Softplus]: { float32: 'softplus' },
  [Sqrt]: { float32: 'sqrt' },
  [Square]: { float32: 'square', int32: 'squareInt' },
  [SquaredDifference]: { float32: 'squaredDifference' },
  [Sub]: { float32: 'sub', int32: 'subInt' },
  [Tanh]: { float32: 'tanh' },
};

/** Kernels that copy what they get, or a number of their own. */
const copies: { readonly [kernelName: string]: (attributes: Attributes) => number | undefined } = {
  [BroadcastTo]: () => undefined,
  [Fill]: ({ value }) => Number(value),
  [OnesLike]: () => 1,
  [Tile]: () => undefined,
  [ZerosLike]: () => 0,
};

/** Kernels of one input that are a code with numbers beside it. */
const withNumbers: {
  readonly [kernelName: string]: (attributes: Attributes) => readonly [codes: CodeByDtype, ...numbers: number[]];
} = {
  [ClipByValue]: ({ clipValueMin, clipValueMax }) => [
    { float32: 'clip', int32: 'clipInt' },
    Number(clipValueMin),
    Number(clipValueMax),
  ],
  [LeakyRelu]: ({ alpha }) => [{ float32: 'prelu' }, Number(alpha)],
  [Relu]: () => [{ float32: 'atLeast', int32: 'maximumInt' }, 0],
  [Relu6]: () => [{ float32: 'clip', int32: 'clipInt' }, 0, 6],
  [Step]: ({ alpha }) => [{ float32: 'step' }, Number(alpha ?? 0)],
};

const copyCodes = { float32: 'copyFloat', int32: 'copyInt', bool: 'copyBool' } as const;

const casts: { readonly [Dtype in ElementDtype]: { readonly [Dtype in ElementDtype]: ElementCode } } = {
  float32: { float32: 'copyFloat', int32: 'floatToInt', bool: 'floatToBool' },
  int32: { float32: 'intToFloat', int32: 'copyInt', bool: 'intToBool' },
  bool: { float32: 'boolToFloat', int32: 'boolToInt', bool: 'copyBool' },
};

/** A slot without an address: the addon refuses it. */
const nowhere: Place = { slot: 2 ** 20 };

const number = (value: number): ElementOperand => ({ kind: 'number', value });

/**
 * The call, or the calls one after the other, that compute a kernel; each goes on with the result of the one before.
 *
 * @param from - Of the operands.
 */
function callsOf(
  { kernelName, attributes, dtype }: LoopCall,
  from: readonly ElementDtype[],
  operands: readonly ElementOperand[],
  next: number,
): readonly ElementCall[] | undefined {
  const last = from.at(-1) ?? 'float32';
  if (Object.hasOwn(copies, kernelName)) {
    const value = copies[kernelName]?.(attributes);
    const [operand] = value === undefined ? operands : [number(value)];
    return operand === undefined ? undefined : [{ code: copyCodes[dtype], operands: [operand] }];
  }
  if (kernelName === Cast) return [{ code: casts[last][dtype], operands }];
  if (kernelName === AddN) return last === 'float32' ? sumOf(operands, next) : undefined;
  const [byDtype, ...numbers] = Object.hasOwn(withNumbers, kernelName)
    ? (withNumbers[kernelName]?.(attributes) ?? [])
    : [Object.hasOwn(codes, kernelName) ? codes[kernelName] : undefined];
  const code = byDtype?.[last];
  return code === undefined ? undefined : [{ code, operands: [...operands, ...numbers.map(number)] }];
}

/** From the first on, one after the other. */
function sumOf([first, ...others]: readonly ElementOperand[], next: number): ElementCall[] | undefined {
  if (first === undefined) return undefined;
  if (others.length === 0) return [{ code: 'copyFloat', operands: [first] }];
  return others.map((other, index) => ({
    code: 'add',
    operands: [index === 0 ? first : { kind: 'call', index: next + index - 1 }, other],
  }));
}

/** Whether instructions compute a kernel on operands of these dtypes, into one of `to`. */
export function isElementCall(kernelName: string, from: readonly ElementDtype[], to: ElementDtype): boolean {
  const operands = from.map((_, index): ElementOperand => ({ kind: 'input', index }));
  return callsOf({ kernelName, operands: [], attributes: {}, dtype: to }, from, operands, 0) !== undefined;
}

/**
 * The words of a loop, with its axes joined; undefined where it has more axes than an instruction, or a kernel that
 * instructions do not compute.
 *
 * @param inputs - Where the inputs of the loop lie.
 * @param outputs - Where its results go: each may be the very tensor of an input that is read at the places of the loop
 *   only.
 */
export function loopWords(loop: Loop, inputs: readonly Place[], outputs: readonly Place[]): number[] | undefined {
  const calls: ElementCall[] = [];
  const resultOf: number[] = [];
  const dtypeOf = (operand: Operand): ElementDtype => {
    if (operand.kind === 'number') return operand.dtype;
    return (operand.kind === 'input' ? loop.inputs : loop.calls)[operand.index]?.dtype ?? 'float32';
  };
  const renumber = (operand: Operand): ElementOperand =>
    operand.kind === 'call' ? { kind: 'call', index: resultOf[operand.index] ?? 0 } : operand;
  for (const call of loop.calls) {
    const made = callsOf(call, call.operands.map(dtypeOf), call.operands.map(renumber), calls.length);
    if (made === undefined) return undefined;
    calls.push(...made);
    resultOf.push(calls.length - 1);
  }
  const stored = broadcastStrides(loop.shape, loop.shape.length);
  const axes = joinAxes(loop.shape, [...loop.inputs.map(({ strides }) => strides), stored]);
  if (axes.length > maximumElementAxes) return undefined;
  return elementwiseWords({
    sizes: axes.map(({ size }) => size),
    inputs: loop.inputs.map(({ dtype }, index) => ({
      dtype,
      strides: axes.map(({ strides }) => strides[index] ?? 0),
      place: inputs[index] ?? nowhere,
    })),
    calls,
    outputs: loop.outputs.map((call, index) => ({ call: resultOf[call] ?? 0, place: outputs[index] ?? nowhere })),
  });
}
