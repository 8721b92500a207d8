/**
 * Expressions: values that know how to push themselves on WebAssembly's operand stack.
 *
 * Kernels are written as nested calls, `f32.add(f32.load(pointer), 1)`, and become stack code when a
 * statement of the function builder emits them. A plain number stands for a constant wherever its type is clear.
 */
import type { ByteBuffer } from './byte-buffer.js';
import { controlOpcode, prefixByte } from './opcodes.js';
import type { ValueType } from './value-type.js';

/** A value of type `T`; `emit` appends the code that computes it. */
export interface Expression<T extends ValueType> {
  readonly type: T;
  emit(code: ByteBuffer): void;
}

/** A parameter or local variable; as an expression, its present value. */
export interface Local<T extends ValueType> extends Expression<T> {
  readonly index: number;
}

/** What an operator takes for an operand of type `T`: vectors have no plain constants. */
export type Operand<T extends ValueType> = T extends 'v128' ? Expression<'v128'> : Expression<T> | number;

/** The local with this index. */
export function localAt<T extends ValueType>(type: T, index: number): Local<T> {
  return {
    type,
    index,
    emit(code) {
      code.byte(controlOpcode['local.get']);
      code.unsigned(index);
    },
  };
}

/** Appends the code of an operand: an expression's own, or that of a constant of type `type`. */
export function emitOperand(code: ByteBuffer, type: ValueType, operand: Expression<ValueType> | number): void {
  if (typeof operand !== 'number') {
    operand.emit(code);
  } else if (type === 'f32') {
    code.byte(controlOpcode['f32.const']);
    code.float32(operand);
  } else if (type === 'f64') {
    code.byte(controlOpcode['f64.const']);
    code.float64(operand);
  } else {
    code.byte(controlOpcode['i32.const']);
    code.signed(operand);
  }
}

/** Appends an opcode, with its prefix when it has one. */
export function emitOpcode(code: ByteBuffer, prefix: keyof typeof prefixByte, opcode: number): void {
  const first = prefixByte[prefix];
  if (first === undefined) {
    code.byte(opcode);
  } else {
    code.byte(first);
    code.unsigned(opcode);
  }
}
