/** Writes the steps of a program as one WebAssembly module: the functions they run, and segments that call these. */
import type { Operand } from '../assembler/expression.js';
import type { Callable, FunctionBuilder, TargetFeatures } from '../assembler/function-builder.js';
import { type MemoryImport, ModuleBuilder } from '../assembler/module-builder.js';
import { i32 } from '../assembler/operators.js';
import type { Expression, Local } from '../assembler/expression.js';
import type { ValueType } from '../assembler/value-type.js';
import type { WasmFunction } from '../wasm-function.js';
import type { FunctionCall } from './calls.js';
import type { FunctionStep, KernelStep } from './lower-graph.js';
import type { Placement } from './placement.js';
import type { Regions } from './regions.js';

/** Steps between two registered kernels: one function of the module. */
export interface Segment {
  /** Under which the module exports it. */
  readonly name: string;
  readonly steps: readonly FunctionStep[];
}

/** What the program does in turn. */
export type Stage = Segment | KernelStep;

/** The program in code. */
export interface EmittedProgram {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly stages: readonly Stage[];
}

/** Addresses of what was allocated for the program. */
export interface Bases {
  readonly arena: number;
  /** Of the table of slots, a word each. */
  readonly table: number;
}

/** Writes the module. */
export function emitProgram(
  placement: Placement,
  regions: Regions,
  bases: Bases,
  memory: MemoryImport,
  features: TargetFeatures,
): EmittedProgram {
  const builder = new ModuleBuilder(memory, features);
  const stages = stagesOf(placement);
  const callables = new Map<WasmFunction, Callable>();
  const callableOf = (fn: WasmFunction): Callable => {
    const known = callables.get(fn) ?? builder.define(`${callables.size} ${fn.name}`, fn.parameters, fn.write);
    callables.set(fn, known);
    return known;
  };
  for (const stage of stages) {
    if (!('name' in stage)) continue;
    const calls = stage.steps.flatMap((step) => step.calls);
    for (const { fn } of calls) callableOf(fn);
    builder.define(stage.name, {}, (f) =>
      writeSegment(f, calls, callableOf, addressWriter(f, calls, placement, regions, bases)),
    );
  }
  return { bytes: builder.toBytes(), stages };
}

function stagesOf({ steps }: Placement): Stage[] {
  const stages: (KernelStep | { readonly name: string; readonly steps: FunctionStep[] })[] = [];
  for (const step of steps) {
    const last = stages.at(-1);
    if (step.kind === 'kernel') stages.push(step);
    else if (last !== undefined && 'name' in last) last.steps.push(step);
    else stages.push({ name: `segment ${stages.length}`, steps: [step] });
  }
  return stages;
}

type AddressWriter = (value: number) => Operand<'i32'>;

/** Turns what stands for an address into one: a constant, or what the table holds. Other integers stay what they are. */
function addressWriter(
  f: FunctionBuilder,
  calls: readonly FunctionCall[],
  { placeOf }: Placement,
  regions: Regions,
  { arena, table }: Bases,
): AddressWriter {
  const slots = new Map<number, Local<'i32'>>();
  const write: AddressWriter = (value) => {
    const found = regions.find(value);
    if (found === undefined) return value | 0;
    const place = placeOf.get(found.region);
    if (place === undefined) return 0; // nothing was ever read or written there
    if (place.kind === 'arena') return (arena + place.offset + found.offset) | 0;
    const slot = slots.get(place.slot) ?? f.local('i32', i32.load(table + 4 * place.slot));
    slots.set(place.slot, slot);
    return found.offset === 0 ? slot : i32.add(slot, found.offset | 0);
  };
  // Slots are read at the beginning: what is written later might be inside of a loop.
  for (const { fn, values } of calls) {
    for (const [name, type] of Object.entries(fn.parameters)) if (type === 'i32') write(values[name] ?? 0);
  }
  return write;
}

function writeSegment(
  f: FunctionBuilder,
  calls: readonly FunctionCall[],
  callableOf: (fn: WasmFunction) => Callable,
  address: AddressWriter,
): void {
  for (const { fn, values, repeat } of calls) {
    const operands = Object.entries(fn.parameters).map(([name, type]) => {
      const value = values[name] ?? 0;
      return type === 'i32' ? address(value) : value;
    });
    if (repeat === undefined) f.call(callableOf(fn), ...operands);
    else writeRepeated(f, fn, callableOf(fn), operands, repeat);
  }
}

function writeRepeated(
  f: FunctionBuilder,
  fn: WasmFunction,
  callable: Callable,
  operands: readonly (Expression<ValueType> | number)[],
  { count, steps }: NonNullable<FunctionCall['repeat']>,
): void {
  const names = Object.keys(fn.parameters);
  const moving = operands.map((operand, index) => {
    const step = steps[names[index] ?? ''] ?? 0;
    return step === 0 ? { value: operand } : { value: f.local('i32', operand as Operand<'i32'>), step };
  });
  f.repeat(count, () => {
    f.call(callable, ...moving.map(({ value }) => value));
    for (const { value, step } of moving) if (step !== undefined) f.increase(value as Local<'i32'>, step);
  });
}
