/** A function of the kernel module as a value: what it is called with and how its code is written. */
import type { Operand } from './assembler/expression.js';
import type { FunctionBuilder } from './assembler/function-builder.js';
import type { ParameterLocals, Parameters } from './assembler/module-builder.js';

/** What becomes one exported function of the kernel module. */
export interface WasmFunction<P extends Parameters = Parameters> {
  readonly name: string;
  /** Names and types, in the order of the call. Addresses, strides and sizes are in bytes unless said otherwise. */
  readonly parameters: P;
  write(f: FunctionBuilder, parameters: ParameterLocals<P>): void;
}

/**
 * How the work of a function is divided among threads: it loops over units, rows of its output say, none of which
 * reads what another writes. A part of them is the same function on fewer units, from another place.
 */
export interface Division<P extends Parameters = Parameters> {
  /** The parameter that says how many units there are. */
  readonly count: keyof P & string;
  /** Parts begin at multiples of this number of units, so that vectors and tiles stay whole. */
  readonly multiple: number;
  /** What one unit adds to the parameters that say where it lies. */
  advance(parameters: ParameterLocals<P>): { readonly [Name in keyof P]?: Operand<'i32'> };
}

/** A function that `runParallel` may divide among threads. Its results do not depend on the division. */
export interface ParallelFunction<P extends Parameters = Parameters> extends WasmFunction<P> {
  readonly division: Division<P>;
}

/** Parameters that can be handed to another thread: those of four bytes. */
export type SharedParameters = Readonly<Record<string, 'i32' | 'f32'>>;

/** The values of a call, by parameter name. */
export type Arguments<P extends Parameters> = { readonly [Name in keyof P]: number };

/** Declares a function; nothing is written before the module is built. */
export function wasmFunction<const P extends Parameters>(
  name: string,
  parameters: P,
  write: (f: FunctionBuilder, parameters: ParameterLocals<P>) => void,
): WasmFunction<P> {
  return { name, parameters, write };
}

/** Declares a function whose work can be divided. */
export function parallelFunction<const P extends SharedParameters>(
  name: string,
  parameters: P,
  division: Division<NoInfer<P>>,
  write: (f: FunctionBuilder, parameters: ParameterLocals<P>) => void,
): ParallelFunction<P> {
  return { name, parameters, division, write };
}

/** Whether a function says how its work is divided. */
export function isParallel(fn: WasmFunction): fn is ParallelFunction {
  return 'division' in fn;
}
