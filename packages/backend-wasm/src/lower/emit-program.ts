/** Writes the segments of a program as one WebAssembly module: the functions they call, and themselves. */
import type { Local, Operand } from '../assembler/expression.js';
import type { Callable, FunctionBuilder, TargetFeatures } from '../assembler/function-builder.js';
import { type MemoryImport, ModuleBuilder } from '../assembler/module-builder.js';
import { i32 } from '../assembler/operators.js';
import type { ValueType } from '../assembler/value-type.js';
import { awaitImport, defineProgramJobs, type WritePart } from '../threads/job-functions.js';
import { isParallel, type WasmFunction } from '../wasm-function.js';
import { divisionOf, type FunctionCall } from './calls.js';
import type { Placement } from './placement.js';
import type { Regions } from './regions.js';
import type { Segment } from './stages.js';

/** Addresses of what was allocated for the program. */
export interface Bases {
  readonly arena: number;
  /** Of the table of slots, a word each. */
  readonly table: number;
}

/** How a program shares its work with other threads. */
export interface Sharing {
  readonly threads: number;
  /** Address of the job block. */
  readonly block: number;
  /** Of this program, from 1. */
  readonly number: number;
  /** Address of two words: where its binary lies, and how large it is. */
  readonly code: number;
}

/**
 * Writes the module.
 *
 * @param sharing - Left out: one thread computes all.
 */
export function emitProgram(
  segments: readonly Segment[],
  placement: Placement,
  regions: Regions,
  bases: Bases,
  memory: MemoryImport,
  features: TargetFeatures,
  sharing?: Sharing,
): Uint8Array<ArrayBuffer> {
  const builder = new ModuleBuilder(memory, features);
  const awaitWorkers = sharing && builder.importFunction(awaitImport.module, awaitImport.name, []);
  const callables = new Map<WasmFunction, Callable>();
  const callableOf = (fn: WasmFunction): Callable => {
    const known = callables.get(fn) ?? builder.define(`${callables.size} ${fn.name}`, fn.parameters, fn.write);
    callables.set(fn, known);
    return known;
  };
  const calls = segments.flatMap((segment) => segment.calls);
  for (const { fn } of calls) callableOf(fn);
  const tasks = calls.flatMap((call) => {
    const division = divisionOf(call, sharing?.threads ?? 1);
    return division === undefined ? [] : [{ call, ...division }];
  });
  const addressesIn = (f: FunctionBuilder, all: readonly FunctionCall[]): AddressWriter =>
    addressWriter(f, all, placement, regions, bases);
  const share =
    sharing &&
    awaitWorkers &&
    defineProgramJobs(
      builder,
      sharing.block,
      sharing.number,
      sharing.code,
      awaitWorkers,
      tasks.map(
        ({ call }): WritePart =>
          (f, begin, end) =>
            writePart(f, call, callableOf(call.fn), addressesIn(f, [call]), begin, end),
      ),
    );
  const taskOf = new Map(tasks.map(({ call }, index) => [call, index]));
  for (const { name, calls: own } of segments) {
    builder.define(name, {}, (f) => {
      const address = addressesIn(f, own);
      for (const call of own) {
        const index = taskOf.get(call);
        const task = index === undefined ? undefined : tasks[index];
        if (index === undefined || task === undefined || share === undefined)
          writeCall(f, call, callableOf(call.fn), address);
        else share(f, index, task.count, task.unitsPerPart);
      }
    });
  }
  return builder.toBytes();
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

function operandsOf({ fn, values }: FunctionCall, address: AddressWriter): Map<string, Operand<ValueType>> {
  return new Map(
    Object.entries(fn.parameters).map(([name, type]) => {
      const value = values[name] ?? 0;
      return [name, type === 'i32' ? address(value) : value];
    }),
  );
}

/** The whole of a call. */
function writeCall(f: FunctionBuilder, call: FunctionCall, callable: Callable, address: AddressWriter): void {
  const operands = operandsOf(call, address);
  if (call.repeat !== undefined) {
    writeRepeated(f, call.repeat, callable, operands, call.repeat.count);
    return;
  }
  if (call.range !== undefined) operands.set('begin', 0).set('end', call.range);
  f.call(callable, ...operands.values());
}

/** The units of a call from `begin` to `end`. */
function writePart(
  f: FunctionBuilder,
  call: FunctionCall,
  callable: Callable,
  address: AddressWriter,
  begin: Local<'i32'>,
  end: Local<'i32'>,
): void {
  const operands = operandsOf(call, address);
  const { fn, repeat, range } = call;
  const advance = (steps: { readonly [name: string]: Operand<'i32'> | undefined }): void => {
    for (const [name, step] of Object.entries(steps)) {
      if (step === undefined || step === 0) continue;
      operands.set(name, i32.add(operands.get(name) as Operand<'i32'>, i32.mul(begin, step)));
    }
  };
  if (range !== undefined) {
    f.call(callable, ...operands.set('begin', begin).set('end', end).values());
  } else if (repeat !== undefined) {
    advance(repeat.steps);
    writeRepeated(f, repeat, callable, operands, i32.sub(end, begin));
  } else if (isParallel(fn)) {
    const locals = Object.entries(fn.parameters).map(([name, type]) => {
      const local = f.local(type, operands.get(name) as Operand<typeof type>);
      operands.set(name, local);
      return [name, local] as const;
    });
    advance(fn.division.advance(Object.fromEntries(locals) as Record<string, Local<'i32'>>));
    operands.set(fn.division.count, i32.sub(end, begin));
    f.call(callable, ...operands.values());
  }
}

function writeRepeated(
  f: FunctionBuilder,
  { steps }: NonNullable<FunctionCall['repeat']>,
  callable: Callable,
  operands: ReadonlyMap<string, Operand<ValueType>>,
  count: Operand<'i32'>,
): void {
  const moving = [...operands].map(([name, operand]) => {
    const step = steps[name] ?? 0;
    return step === 0 ? { value: operand } : { value: f.local('i32', operand as Operand<'i32'>), step };
  });
  f.repeat(count, () => {
    f.call(callable, ...moving.map(({ value }) => value));
    for (const { value, step } of moving) if (step !== undefined) f.increase(value as Local<'i32'>, step);
  });
}
