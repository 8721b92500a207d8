/** Operators by type, named as in the WebAssembly text format: `i32.add`, `f32x4.mul`, `v128.load32_splat`. */
import type { ByteBuffer } from './byte-buffer.js';
import { emitOpcode, emitOperand, type Expression, type Operand } from './expression.js';
import {
  atomicOpcode,
  controlOpcode,
  laneExtracts,
  loads,
  operatorGroups,
  prefixByte,
  vectorOpcode,
} from './opcodes.js';
import type { ValueType } from './value-type.js';

type Groups = typeof operatorGroups;
type Operands<Types extends readonly ValueType[]> = { [K in keyof Types]: Operand<Types[K]> };
type OperatorsOf<Name extends keyof Groups> = {
  readonly [Operator in keyof Groups[Name]['opcodes']]: (
    ...operands: Operands<Groups[Name]['operands']>
  ) => Expression<Groups[Name]['result']>;
};
type Load<T extends ValueType> = (address: Operand<'i32'>, offset?: number) => Expression<T>;

/** Integers of 32 bits: arithmetic, comparison, loads. */
export const i32: OperatorsOf<'i32Unary'> &
  OperatorsOf<'i32Binary'> &
  OperatorsOf<'i32FromF32'> &
  OperatorsOf<'i32FromF32Saturating'> &
  OperatorsOf<'i32FromF64Saturating'> & {
    readonly load: Load<'i32'>;
    readonly load8_u: Load<'i32'>;
    readonly load8_s: Load<'i32'>;
  } = {
  ...operatorsOf('i32Unary'),
  ...operatorsOf('i32Binary'),
  ...operatorsOf('i32FromF32'),
  ...operatorsOf('i32FromF32Saturating'),
  ...operatorsOf('i32FromF64Saturating'),
  load: loadOf('i32.load'),
  load8_s: loadOf('i32.load8_s'),
  load8_u: loadOf('i32.load8_u'),
};

/** Single precision. */
export const f32: OperatorsOf<'f32Unary'> &
  OperatorsOf<'f32Binary'> &
  OperatorsOf<'f32Comparison'> &
  OperatorsOf<'f32FromI32'> &
  OperatorsOf<'f32FromF64'> & { readonly load: Load<'f32'> } = {
  ...operatorsOf('f32Unary'),
  ...operatorsOf('f32Binary'),
  ...operatorsOf('f32Comparison'),
  ...operatorsOf('f32FromI32'),
  ...operatorsOf('f32FromF64'),
  load: loadOf('f32.load'),
};

/** Double precision. */
export const f64: OperatorsOf<'f64Unary'> &
  OperatorsOf<'f64Binary'> &
  OperatorsOf<'f64Comparison'> &
  OperatorsOf<'f64FromF32'> &
  OperatorsOf<'f64FromI32'> & { readonly load: Load<'f64'> } = {
  ...operatorsOf('f64Unary'),
  ...operatorsOf('f64Binary'),
  ...operatorsOf('f64Comparison'),
  ...operatorsOf('f64FromF32'),
  ...operatorsOf('f64FromI32'),
  load: loadOf('f64.load'),
};

/** Vectors of 16 bytes whatever their lanes: loads, bitwise logic, the shuffle of four-byte lanes. */
export const v128: OperatorsOf<'v128Unary'> &
  OperatorsOf<'v128Binary'> &
  OperatorsOf<'v128Ternary'> &
  OperatorsOf<'v128Test'> & {
    readonly load: Load<'v128'>;
    readonly load8_splat: Load<'v128'>;
    readonly load8x8_u: Load<'v128'>;
    readonly load32_splat: Load<'v128'>;
    readonly load64_splat: Load<'v128'>;
    readonly load32_zero: Load<'v128'>;
    readonly load64_zero: Load<'v128'>;
    /** Four lanes out of the eight of `left` (0 to 3) and `right` (4 to 7). */
    readonly shuffle32: (left: Expression<'v128'>, right: Expression<'v128'>, lanes: Lanes) => Expression<'v128'>;
  } = {
  ...operatorsOf('v128Unary'),
  ...operatorsOf('v128Binary'),
  ...operatorsOf('v128Ternary'),
  ...operatorsOf('v128Test'),
  load: loadOf('v128.load'),
  load8x8_u: loadOf('v128.load8x8_u'),
  load8_splat: loadOf('v128.load8_splat'),
  load32_splat: loadOf('v128.load32_splat'),
  load64_splat: loadOf('v128.load64_splat'),
  load32_zero: loadOf('v128.load32_zero'),
  load64_zero: loadOf('v128.load64_zero'),
  shuffle32: (left, right, lanes) =>
    expression('v128', (code) => {
      left.emit(code);
      right.emit(code);
      emitOpcode(code, 'vector', vectorOpcode.shuffle);
      for (const lane of lanes) code.bytes([4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]);
    }),
};

/** Four values, one a lane. */
export type Lanes = readonly [number, number, number, number];

/** Four singles. */
export const f32x4: OperatorsOf<'f32x4Splat'> &
  OperatorsOf<'f32x4Unary'> &
  OperatorsOf<'f32x4Binary'> &
  OperatorsOf<'f32x4Relaxed'> & {
    readonly const: (lanes: Lanes) => Expression<'v128'>;
    readonly extract_lane: (vector: Expression<'v128'>, lane: number) => Expression<'f32'>;
  } = {
  ...operatorsOf('f32x4Splat'),
  ...operatorsOf('f32x4Unary'),
  ...operatorsOf('f32x4Binary'),
  ...operatorsOf('f32x4Relaxed'),
  const: (lanes) => vectorConstant(new Float32Array(lanes)),
  extract_lane: extractOf('f32x4.extract_lane'),
};

/** Two doubles. */
export const f64x2: OperatorsOf<'f64x2Splat'> & OperatorsOf<'f64x2Unary'> & OperatorsOf<'f64x2Binary'> = {
  ...operatorsOf('f64x2Splat'),
  ...operatorsOf('f64x2Unary'),
  ...operatorsOf('f64x2Binary'),
};

/** Sixteen bytes. */
export const i8x16: OperatorsOf<'i8x16Binary'> = operatorsOf('i8x16Binary');

/** Eight integers of 16 bits. */
export const i16x8: OperatorsOf<'i16x8Unary'> & OperatorsOf<'i16x8Binary'> = {
  ...operatorsOf('i16x8Unary'),
  ...operatorsOf('i16x8Binary'),
};

/** Four integers of 32 bits. */
export const i32x4: OperatorsOf<'i32x4Splat'> &
  OperatorsOf<'i32x4Unary'> &
  OperatorsOf<'i32x4Binary'> &
  OperatorsOf<'i32x4Shift'> &
  OperatorsOf<'i32x4Test'> & {
    readonly const: (lanes: Lanes) => Expression<'v128'>;
    readonly extract_lane: (vector: Expression<'v128'>, lane: number) => Expression<'i32'>;
  } = {
  ...operatorsOf('i32x4Splat'),
  ...operatorsOf('i32x4Unary'),
  ...operatorsOf('i32x4Binary'),
  ...operatorsOf('i32x4Shift'),
  ...operatorsOf('i32x4Test'),
  const: (lanes) => vectorConstant(new Int32Array(lanes)),
  extract_lane: extractOf('i32x4.extract_lane'),
};

/**
 * Integers of 32 bits that threads share: no access tears, and all threads see all accesses in one order. The address
 * has to be a multiple of four.
 */
export const atomic: {
  readonly load: Load<'i32'>;
  /** Adds `value`; the result is what was there before. */
  readonly add: (address: Operand<'i32'>, value: Operand<'i32'>, offset?: number) => Expression<'i32'>;
  /** Wakes up to `count` threads that wait at the address; the result is how many did. */
  readonly notify: (address: Operand<'i32'>, count: Operand<'i32'>, offset?: number) => Expression<'i32'>;
  /** Sleeps until it is woken, if `expected` is there; the result says whether it slept: 0, or 1 if not. */
  readonly wait: (address: Operand<'i32'>, expected: Operand<'i32'>, offset?: number) => Expression<'i32'>;
} = {
  load: loadOf('i32.atomic.load'),
  add: atomicOf('i32.atomic.rmw.add'),
  notify: atomicOf('memory.atomic.notify'),
  wait: atomicOf('memory.atomic.wait32', (code) => {
    code.byte(controlOpcode['i64.const']);
    code.signed(-1); // nanoseconds to wait at most: no limit
  }),
};

/** `whenTrue` if `condition` is not zero, else `whenFalse`; both are computed. Not for vectors. */
export function select<T extends 'i32' | 'f32' | 'f64'>(
  type: T,
  condition: Operand<'i32'>,
  whenTrue: Expression<T> | number,
  whenFalse: Expression<T> | number,
): Expression<T> {
  return expression(type, (code) => {
    emitOperand(code, type, whenTrue);
    emitOperand(code, type, whenFalse);
    emitOperand(code, 'i32', condition);
    code.byte(controlOpcode.select);
  });
}

function expression<T extends ValueType>(type: T, emit: (code: ByteBuffer) => void): Expression<T> {
  return { type, emit };
}

function operatorsOf<Name extends keyof Groups>(name: Name): OperatorsOf<Name> {
  const { prefix, operands, result, opcodes } = operatorGroups[name];
  const types: readonly ValueType[] = operands;
  const operators = Object.entries(opcodes).map(([operator, opcode]) => [
    operator,
    (...values: (Expression<ValueType> | number)[]) =>
      expression(result, (code) => {
        types.forEach((type, index) => emitOperand(code, type, values[index] ?? 0));
        emitOpcode(code, prefix, opcode);
      }),
  ]);
  return Object.fromEntries(operators) as OperatorsOf<Name>;
}

function loadOf<Name extends keyof typeof loads>(name: Name): Load<(typeof loads)[Name]['type']> {
  const { prefix, opcode, alignment, type } = loads[name];
  return (address, offset = 0) =>
    expression(type, (code) => {
      emitOperand(code, 'i32', address);
      emitOpcode(code, prefix, opcode);
      code.unsigned(alignment);
      code.unsigned(offset);
    });
}

function atomicOf(
  name: keyof typeof atomicOpcode,
  emitMore?: (code: ByteBuffer) => void,
): (address: Operand<'i32'>, value: Operand<'i32'>, offset?: number) => Expression<'i32'> {
  return (address, value, offset = 0) =>
    expression('i32', (code) => {
      emitOperand(code, 'i32', address);
      emitOperand(code, 'i32', value);
      emitMore?.(code);
      emitOpcode(code, 'atomic', atomicOpcode[name]);
      code.unsigned(2); // the only alignment that is valid
      code.unsigned(offset);
    });
}

function extractOf<Name extends keyof typeof laneExtracts>(
  name: Name,
): (vector: Expression<'v128'>, lane: number) => Expression<(typeof laneExtracts)[Name]['type']> {
  const { opcode, type } = laneExtracts[name];
  return (vector, lane) =>
    expression(type, (code) => {
      vector.emit(code);
      emitOpcode(code, 'vector', opcode);
      code.byte(lane);
    });
}

function vectorConstant(lanes: Float32Array | Int32Array): Expression<'v128'> {
  return expression('v128', (code) => {
    code.byte(prefixByte.vector);
    code.unsigned(vectorOpcode.const);
    code.bytes(new Uint8Array(lanes.buffer));
  });
}
