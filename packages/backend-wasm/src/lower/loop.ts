/**
 * A loop over the elements of a shape that computes kernels one after the other, without touching memory between
 * them: what comes from memory is loaded once, what others need is stored once.
 *
 * Shapes are known, so the code has no checks: axes on which all tensors run on alike are one, the innermost goes by
 * vectors, and its rest is a vector with as many lanes.
 */
import { i16x8, i32, i32x4, i8x16, select, v128 } from '../assembler/operators.js';
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { broadcastStrides } from '../kernels/broadcast-strides.js';
import { joinAxes } from '../kernels/join-axes.js';
import { loadLanes, storeLanes } from '../kernels/partial-vector.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';
import { elementKernel, splat, type VectorDtype } from './elementwise.js';

/** Where an operand of an element kernel comes from: an input of the loop, an earlier call of it, or a number. */
export type Operand =
  | { readonly kind: 'input' | 'call'; readonly index: number }
  | { readonly kind: 'number'; readonly value: number; readonly dtype: VectorDtype };

/** One kernel of a loop. */
export interface LoopCall {
  readonly kernelName: string;
  readonly operands: readonly Operand[];
  readonly attributes: { readonly [name: string]: unknown };
  readonly dtype: VectorDtype;
}

/** A tensor that a loop reads. */
export interface LoopInput {
  readonly dtype: VectorDtype;
  /** Of each axis of the loop, in elements: 0 where one element serves the whole axis. */
  readonly strides: readonly number[];
}

/** A loop, without the addresses that it runs on. */
export interface Loop {
  /** Outermost first. */
  readonly shape: readonly number[];
  readonly inputs: readonly LoopInput[];
  readonly calls: readonly LoopCall[];
  /** Calls whose results are stored, each without gaps. */
  readonly outputs: readonly number[];
}

/** A loop as a function. */
export interface LoopFunction {
  /** Its parameters are the addresses `in0`, … and `out0`, …, and of a divided loop the units from `begin` to `end`. */
  readonly fn: WasmFunction;
  /** How many units a divided loop has, and how many are worth a part of their own; undefined for one that is not. */
  readonly division: { readonly units: number; readonly grain: number } | undefined;
}

/** Work, in elements times kernels, that takes a thread some twenty microseconds. */
const workWorthSharing = 2 ** 17;

/**
 * The function of a loop.
 *
 * @param isShared - Whether there are threads to share it, if it is long enough.
 */
export function loopFunction(name: string, loop: Loop, isShared: boolean): LoopFunction {
  const dtypes = [
    ...loop.inputs.map(({ dtype }) => dtype),
    ...loop.outputs.map((call) => (loop.calls[call] as LoopCall).dtype),
  ];
  const names = [...loop.inputs.map((_, index) => `in${index}`), ...loop.outputs.map((_, index) => `out${index}`)];
  const stored = broadcastStrides(loop.shape, loop.shape.length);
  const joined = joinAxes(loop.shape, [
    ...loop.inputs.map(({ strides }) => strides),
    ...loop.outputs.map(() => stored),
  ]);
  const axes = joined.length > 0 ? joined : [{ size: 1, strides: names.map(() => 1) }]; // one element
  const sizes = axes.map(({ size }) => size);
  const division = isShared ? divisionOf(loop, sizes) : undefined;
  const parameters = Object.fromEntries(
    [...names, ...(division === undefined ? [] : ['begin', 'end'])].map((parameter) => [parameter, 'i32' as const]),
  );
  const fn = wasmFunction(name, parameters, (f, p) => {
    const pointers = names.map((parameter, index): Pointer => {
      const strides = axes.map((axis) => axis.strides[index] ?? 0);
      return { at: p[parameter] as Local<'i32'>, dtype: dtypes[index] ?? 'float32', strides };
    });
    const { begin, end } = p;
    writeAxis(f, loop, sizes, pointers, 0, begin === undefined || end === undefined ? undefined : { begin, end });
  });
  return { fn, division };
}

/** Units are turns of the outermost axis; where there is but one axis, turns of its vectors. */
function divisionOf(loop: Loop, sizes: readonly number[]): LoopFunction['division'] {
  const [outer = 1, ...inner] = sizes;
  const perTurn = inner.length > 0 ? inner.reduce((product, size) => product * size, 1) : 4 * vectorsAtOnce(loop);
  const units = inner.length > 0 ? outer : Math.ceil(outer / perTurn);
  const grain = Math.ceil(workWorthSharing / (perTurn * (4 + costOfAll(loop))));
  return units >= 2 * grain ? { units, grain } : undefined;
}

/** The memory of a tensor, at the place that the loop has come to. */
interface Pointer {
  readonly at: Local<'i32'>;
  readonly dtype: VectorDtype;
  readonly strides: readonly number[];
}

/** Units of the outermost axis. */
interface Range {
  readonly begin: Local<'i32'>;
  readonly end: Local<'i32'>;
}

/** Turns an axis, and those within it; the pointers then stand behind it. */
function writeAxis(
  f: FunctionBuilder,
  loop: Loop,
  sizes: readonly number[],
  pointers: readonly Pointer[],
  axis: number,
  range?: Range,
): void {
  if (axis >= sizes.length - 1) {
    writeRow(f, loop, sizes[axis] ?? 1, pointers, axis, range);
    return;
  }
  if (range !== undefined) moveTo(f, range.begin, pointers, (pointer) => bytesOf(pointer, axis, 1));
  f.repeat(range === undefined ? (sizes[axis] ?? 1) : i32.sub(range.end, range.begin), () => {
    writeAxis(f, loop, sizes, pointers, axis + 1);
    for (const pointer of pointers) {
      const gap = bytesOf(pointer, axis, 1) - bytesOf(pointer, axis + 1, sizes[axis + 1] ?? 1);
      if (gap !== 0) f.increase(pointer.at, gap);
    }
  });
}

/** Moves pointers on by as many units as `begin` says. */
function moveTo(
  f: FunctionBuilder,
  begin: Local<'i32'>,
  pointers: readonly Pointer[],
  bytesPerUnit: (pointer: Pointer) => number,
): void {
  for (const pointer of pointers) {
    const bytes = bytesPerUnit(pointer);
    if (bytes !== 0) f.increase(pointer.at, i32.mul(begin, bytes));
  }
}

/** By how many bytes a pointer moves in `turns` of an axis. */
function bytesOf({ dtype, strides }: Pointer, axis: number, turns: number): number {
  return turns * (strides[axis] ?? 0) * bytesPerElement(dtype);
}

/** What one row does with its vectors: four each, and then what is left of four. */
function writeRow(
  f: FunctionBuilder,
  loop: Loop,
  size: number,
  pointers: readonly Pointer[],
  axis: number,
  range: Range | undefined,
): void {
  const inputs = pointers.slice(0, loop.inputs.length);
  const outputs = pointers.slice(loop.inputs.length);
  const runs = (pointer: Pointer): boolean => (pointer.strides[axis] ?? 0) !== 0;
  // One element for the whole row is loaded before it.
  const still = inputs.map((pointer) => (runs(pointer) ? undefined : f.local('v128', loadSplat(pointer))));
  const moving = pointers.filter(runs);

  const vector = (place: number, lanes: number): void => {
    const loaded = inputs.map((pointer, index) => still[index] ?? f.local('v128', loadElements(pointer, lanes, place)));
    const results = writeCalls(f, loop, loaded);
    outputs.forEach((pointer, index) => {
      storeElements(f, pointer, results[loop.outputs[index] ?? 0] as Local<'v128'>, lanes, place);
    });
  };
  const perTurn = 4 * vectorsAtOnce(loop);
  const turn = (): void => {
    for (let place = 0; place < perTurn; place += 4) vector(place, 4);
    for (const pointer of moving) f.increase(pointer.at, perTurn * bytesPerElement(pointer.dtype));
  };
  const rest = (elements: number): void => {
    for (let place = 0; place < elements; place += 4) vector(place, Math.min(4, elements - place));
    for (const { at, dtype } of moving) f.increase(at, elements * bytesPerElement(dtype));
  };

  const turns = Math.floor(size / perTurn);
  if (range !== undefined) {
    moveTo(f, range.begin, moving, ({ dtype }) => perTurn * bytesPerElement(dtype));
    const last = f.local('i32', select('i32', i32.lt_u(range.end, turns), range.end, turns));
    f.if(i32.lt_u(range.begin, last), () => f.repeat(i32.sub(last, range.begin), turn));
    if (size > turns * perTurn) f.if(i32.gt_u(range.end, turns), () => rest(size - turns * perTurn));
  } else if (turns <= 1 && size < 32) {
    rest(size);
  } else {
    f.repeat(turns, turn);
    if (size > turns * perTurn) rest(size - turns * perTurn);
  }
}

/** Loops of few instructions turn seldom; the code of others is long enough. */
function vectorsAtOnce(loop: Loop): number {
  const cost = costOfAll(loop);
  if (cost <= 4) return 4;
  return cost <= 12 ? 2 : 1;
}

function costOfAll({ calls }: Loop): number {
  return calls.reduce((sum, call) => sum + costOf(call), 0);
}

function costOf({ kernelName, dtype }: LoopCall): number {
  return elementKernel(kernelName, [dtype])?.cost ?? 1;
}

/** The kernels of a loop on loaded vectors; what each computes. */
function writeCalls(f: FunctionBuilder, loop: Loop, loaded: readonly Local<'v128'>[]): Local<'v128'>[] {
  const results: Local<'v128'>[] = [];
  const dtypeOf = (operand: Operand): VectorDtype => {
    if (operand.kind === 'number') return operand.dtype;
    const list = operand.kind === 'input' ? loop.inputs : loop.calls;
    return (list[operand.index] as { dtype: VectorDtype }).dtype;
  };
  const valueOf = (operand: Operand): Local<'v128'> => {
    if (operand.kind === 'number') return splat(f, operand.value, operand.dtype) as Local<'v128'>;
    return (operand.kind === 'input' ? loaded : results)[operand.index] as Local<'v128'>;
  };
  for (const { kernelName, operands, attributes, dtype } of loop.calls) {
    const from = operands.map(dtypeOf);
    const kernel = elementKernel(kernelName, from);
    if (kernel === undefined) throw new Error(`no element kernel ${kernelName} of ${from.join()}`);
    results.push(f.local('v128', kernel.write(f, operands.map(valueOf), { from, to: dtype, attributes })));
  }
  return results;
}

function bytesPerElement(dtype: VectorDtype): number {
  return dtype === 'bool' ? 1 : 4;
}

/** Four elements, or the first `lanes`; of bool always four bytes, of which the last are then of something else. */
function loadElements({ at, dtype }: Pointer, lanes: number, place: number): Expression<'v128'> {
  if (dtype !== 'bool') return loadLanes(at, lanes, 4 * place);
  return maskOfBytes(lanes === 4 ? v128.load32_zero(at, place) : bytesOneByOne(at, lanes, place));
}

function bytesOneByOne(at: Local<'i32'>, lanes: number, place: number): Expression<'v128'> {
  let word: Expression<'i32'> = i32.load8_u(at, place);
  for (let lane = 1; lane < lanes; lane++) word = i32.or(word, i32.shl(i32.load8_u(at, place + lane), 8 * lane));
  return i32x4.splat(word);
}

/** Bytes that are 0 or not in the first four lanes of bytes, as all zeros or all ones in lanes of four bytes. */
function maskOfBytes(bytes: Expression<'v128'>): Expression<'v128'> {
  const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
  return i32x4.ne(words, zeroVector);
}

function loadSplat({ at, dtype }: Pointer): Expression<'v128'> {
  if (dtype !== 'bool') return v128.load32_splat(at);
  return i32x4.ne(i32x4.splat(i32.load8_u(at)), zeroVector);
}

const zeroVector = i32x4.const([0, 0, 0, 0]);
const ones = i32x4.const([1, 1, 1, 1]);

function storeElements(
  f: FunctionBuilder,
  { at, dtype }: Pointer,
  value: Local<'v128'>,
  lanes: number,
  place: number,
): void {
  if (dtype !== 'bool') {
    storeLanes(f, at, value, lanes, 4 * place);
    return;
  }
  const words = v128.and(value, ones);
  const halves = i16x8.narrow_i32x4_u(words, words);
  const bytes = f.local('v128', i8x16.narrow_i16x8_u(halves, halves));
  if (lanes === 4) f.storeLane('v128.store32_lane', at, bytes, 0, place);
  else for (let lane = 0; lane < lanes; lane++) f.storeLane('v128.store8_lane', at, bytes, lane, place + lane);
}
