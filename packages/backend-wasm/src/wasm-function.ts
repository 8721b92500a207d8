/** A function of the kernel module as a value: what it is called with and how its code is written. */
import type { FunctionBuilder } from './assembler/function-builder.js';
import type { ParameterLocals, Parameters } from './assembler/module-builder.js';

/** What becomes one exported function of the kernel module. */
export interface WasmFunction<P extends Parameters = Parameters> {
  readonly name: string;
  /** Names and types, in the order of the call. Addresses, strides and sizes are in bytes unless said otherwise. */
  readonly parameters: P;
  write(f: FunctionBuilder, parameters: ParameterLocals<P>): void;
}

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
