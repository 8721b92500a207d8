/** What a program calls in turn: functions of the kernel module, as kernels run them, and instructions of a coprocessor. */
import type { Parameters } from '../assembler/module-builder.js';
import type { InstructionCall } from './coprocessor.js';
import { unitsPerPart } from '../threads/units-per-part.js';
import { type Arguments, isParallel, type WasmFunction } from '../wasm-function.js';

/** What a step of a program is made of. */
export type Call = FunctionCall | InstructionCall;

/** One call, or many whose values grow by steps. */
export interface FunctionCall {
  readonly fn: WasmFunction;
  /** By parameter; what is an address stands for a place in a region. */
  readonly values: Readonly<Record<string, number>>;
  readonly repeat?: { readonly count: number; readonly steps: Readonly<Record<string, number>> };
  /** Units of a divided call, or calls of a repeated one, that are worth a part of their own; left out: never divided. */
  readonly grain?: number;
  /** Units of a function that does those from its parameter `begin` to its parameter `end`. */
  readonly range?: number;
}

/** Whether a call is an instruction. */
export function isInstruction(call: Call): call is InstructionCall {
  return 'words' in call;
}

/** In how many parts, of how many units, a call is worth being done; undefined if in one. */
export function divisionOf(
  { fn, values, repeat, grain, range }: FunctionCall,
  threads: number,
): { readonly count: number; readonly unitsPerPart: number } | undefined {
  if (threads === 1 || grain === undefined) return undefined;
  const { count: name = '', multiple = 1 } = isParallel(fn) ? fn.division : {};
  const count = range ?? repeat?.count ?? values[name] ?? 0;
  const units = unitsPerPart(count, grain, repeat === undefined ? multiple : 1, threads);
  return units < count ? { count, unitsPerPart: units } : undefined;
}

/** A plain call. */
export function callOf<P extends Parameters>(fn: WasmFunction<P>, values: Arguments<P>): FunctionCall {
  return { fn: fn as WasmFunction<Parameters>, values };
}

/** The addresses among the values of a call. */
export function addressesOf(call: Call): readonly number[] {
  if (isInstruction(call)) return call.addresses;
  const { fn, values, repeat } = call;
  return Object.entries(fn.parameters).flatMap(([name, type]) => {
    if (type !== 'i32') return [];
    const value = values[name] ?? 0;
    const last = repeat === undefined ? value : value + (repeat.count - 1) * (repeat.steps[name] ?? 0);
    return [value, last];
  });
}
