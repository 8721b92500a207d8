/**
 * The body of one function: locals by type, statements, structured control flow.
 *
 * A statement emits its operands at once, in order. Loops test at the bottom, so that a turn costs one
 * branch. Vector constants live in locals that are set on entry: engines rebuild a `v128.const` in every turn
 * of a loop, which halves the speed of code that leans on them.
 */
import { ByteBuffer } from './byte-buffer.js';
import { emitOpcode, emitOperand, type Expression, type Local, localAt, type Operand } from './expression.js';
import { bulkOpcode, controlOpcode, laneStores, stores } from './opcodes.js';
import { f32x4, f64x2, i32, i32x4, type Lanes } from './operators.js';
import { type ValueType, valueTypeCode } from './value-type.js';

type StoreType<Name extends keyof typeof stores> = (typeof stores)[Name]['type'];

/** Vector instructions beyond SIMD128 that the running engine has. */
export interface TargetFeatures {
  /** Fused (or not, as the machine likes) multiply-add, from the relaxed SIMD proposal. */
  readonly relaxedSimd: boolean;
}

/** Anything that can be called: it has a place in the module and typed parameters. */
export interface Callable {
  readonly index: number;
  readonly parameterTypes: readonly ValueType[];
}

/** Builds the code of one function. */
export class FunctionBuilder {
  /** What the module may use. */
  readonly features: TargetFeatures;
  readonly #code: ByteBuffer = new ByteBuffer();
  readonly #entry: ByteBuffer = new ByteBuffer();
  readonly #constants: Map<string, Local<'v128'>> = new Map();
  readonly #localTypes: ValueType[] = [];
  readonly #parameterCount: number;

  constructor(parameterCount: number, features: TargetFeatures) {
    this.#parameterCount = parameterCount;
    this.features = features;
  }

  /** A new variable; zero unless it is given a value. */
  local<T extends ValueType>(type: T, initial?: Operand<T>): Local<T> {
    this.#localTypes.push(type);
    const local = localAt(type, this.#parameterCount + this.#localTypes.length - 1);
    if (initial !== undefined) this.set(local, initial);
    return local;
  }

  /** A vector of four equal singles, set once on entry. */
  splatF32(value: number): Expression<'v128'> {
    return this.#constant(`f32 ${value} ${Object.is(value, -0)}`, f32x4.const([value, value, value, value]));
  }

  /** A vector of two equal doubles, set once on entry. */
  splatF64(value: number): Expression<'v128'> {
    return this.#constant(`f64 ${value} ${Object.is(value, -0)}`, f64x2.splat(value));
  }

  /** A vector of four integers, set once on entry. */
  constantI32(lanes: Lanes): Expression<'v128'> {
    return this.#constant(`i32 ${lanes.join()}`, i32x4.const(lanes));
  }

  /** `local = value` */
  set<T extends ValueType>(local: Local<T>, value: Operand<T>): void {
    emitOperand(this.#code, local.type, value);
    this.#code.byte(controlOpcode['local.set']);
    this.#code.unsigned(local.index);
  }

  /** `local += amount` */
  increase(local: Local<'i32'>, amount: Operand<'i32'>): void {
    this.set(local, i32.add(local, amount));
  }

  /** `a * b + c` on four singles, in one rounding where the engine can, else in two. */
  multiplyAdd(a: Expression<'v128'>, b: Expression<'v128'>, c: Expression<'v128'>): Expression<'v128'> {
    return this.features.relaxedSimd ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
  }

  /** Computes a value for what it does on the way. */
  drop(value: Expression<ValueType>): void {
    value.emit(this.#code);
    this.#code.byte(controlOpcode.drop);
  }

  /** Writes `value` at `address + offset`. */
  store<Name extends keyof typeof stores>(
    name: Name,
    address: Operand<'i32'>,
    value: Operand<StoreType<Name>>,
    offset = 0,
  ): void {
    const { prefix, opcode, alignment, type } = stores[name];
    emitOperand(this.#code, 'i32', address);
    emitOperand(this.#code, type, value);
    emitOpcode(this.#code, prefix, opcode);
    this.#code.unsigned(alignment);
    this.#code.unsigned(offset);
  }

  /** Writes one lane of `vector` at `address + offset`. */
  storeLane(
    name: keyof typeof laneStores,
    address: Operand<'i32'>,
    vector: Expression<'v128'>,
    lane: number,
    offset = 0,
  ): void {
    const { opcode, alignment } = laneStores[name];
    emitOperand(this.#code, 'i32', address);
    vector.emit(this.#code);
    emitOpcode(this.#code, 'vector', opcode);
    this.#code.unsigned(alignment);
    this.#code.unsigned(offset);
    this.#code.byte(lane);
  }

  /** Copies `size` bytes; the ranges may overlap. */
  copyMemory(to: Operand<'i32'>, from: Operand<'i32'>, size: Operand<'i32'>): void {
    this.#bulk([to, from, size], bulkOpcode['memory.copy'], [0, 0]);
  }

  /** Sets `size` bytes to the low byte of `value`. */
  fillMemory(to: Operand<'i32'>, value: Operand<'i32'>, size: Operand<'i32'>): void {
    this.#bulk([to, value, size], bulkOpcode['memory.fill'], [0]);
  }

  /** Runs `then` when `condition` is not zero, else `otherwise`. */
  if(condition: Operand<'i32'>, then: () => void, otherwise?: () => void): void {
    emitOperand(this.#code, 'i32', condition);
    this.#open(controlOpcode.if);
    then();
    if (otherwise !== undefined) {
      this.#code.byte(controlOpcode.else);
      otherwise();
    }
    this.#code.byte(controlOpcode.end);
  }

  /** Repeats `body` as long as `condition` is not zero, tested before every turn. */
  while(condition: Expression<'i32'>, body: () => void): void {
    this.if(condition, () => this.doWhile(body, condition));
  }

  /** Runs `body` once, then again as long as `condition` is not zero. */
  doWhile(body: () => void, condition: Expression<'i32'>): void {
    this.#open(controlOpcode.loop);
    body();
    condition.emit(this.#code);
    this.#code.byte(controlOpcode.br_if);
    this.#code.unsigned(0);
    this.#code.byte(controlOpcode.end);
  }

  /** Runs `body` for `counter` from `from` while it is below `to` (unsigned), in steps of `step`. */
  for(
    counter: Local<'i32'>,
    from: Operand<'i32'>,
    to: Operand<'i32'>,
    body: () => void,
    step: Operand<'i32'> = 1,
  ): void {
    this.set(counter, from);
    this.while(i32.lt_u(counter, to), () => {
      body();
      this.increase(counter, step);
    });
  }

  /** Runs `body` `count` times; `count` is read once. */
  repeat(count: Operand<'i32'>, body: () => void): void {
    const left = this.local('i32', count);
    this.while(left, () => {
      body();
      this.increase(left, -1);
    });
  }

  /** Calls another function of the module that returns nothing. */
  call(callee: Callable, ...values: (Expression<ValueType> | number)[]): void {
    callee.parameterTypes.forEach((type, index) => emitOperand(this.#code, type, values[index] ?? 0));
    this.#code.byte(controlOpcode.call);
    this.#code.unsigned(callee.index);
  }

  /** The function in the form of the code section: local declarations, code, end. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const bytes = new ByteBuffer();
    bytes.unsigned(this.#localTypes.length);
    for (const type of this.#localTypes) {
      bytes.unsigned(1);
      bytes.byte(valueTypeCode[type]);
    }
    bytes.bytes(this.#entry.toBytes());
    bytes.bytes(this.#code.toBytes());
    bytes.byte(controlOpcode.end);
    return bytes.toBytes();
  }

  #constant(key: string, value: Expression<'v128'>): Local<'v128'> {
    let local = this.#constants.get(key);
    if (local === undefined) {
      local = this.local('v128');
      this.#constants.set(key, local);
      value.emit(this.#entry);
      this.#entry.byte(controlOpcode['local.set']);
      this.#entry.unsigned(local.index);
    }
    return local;
  }

  #open(opcode: number): void {
    const emptyBlockType = 0x40;
    this.#code.byte(opcode);
    this.#code.byte(emptyBlockType);
  }

  #bulk(operands: readonly Operand<'i32'>[], opcode: number, memories: readonly number[]): void {
    for (const operand of operands) emitOperand(this.#code, 'i32', operand);
    emitOpcode(this.#code, 'bulk', opcode);
    this.#code.bytes(memories);
  }
}
