/**
 * Somebody else who computes on the memory of this backend: parts of a program may be lists of instructions of his,
 * between functions of ours.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime.js';
import type { Loop } from './loop.js';

/** Where an instruction finds a tensor: at a byte address, or in a slot, whose address comes with each run. */
export type OperandPlace = { readonly address: number } | { readonly slot: number; readonly offset?: number };

/** Makes the words of an instruction once it is known where its tensors lie. */
export type InstructionWords = (places: readonly OperandPlace[]) => readonly number[];

/** One instruction. */
export interface InstructionCall {
  /** Of its tensors, in the order of the places that `words` gets. */
  readonly addresses: readonly number[];
  readonly words: InstructionWords;
}

/** A compiled list of instructions. */
export interface InstructionList {
  /** @param addresses - Byte address of the tensor in each slot. */
  execute(addresses: Uint32Array): void;
  release(): void;
}

/** What a kernel of a coprocessor may ask for before it is known where tensors lie. */
export interface CoprocessorRuntime extends Pick<Runtime, 'output' | 'alias' | 'address' | 'call' | 'requireIndices'> {
  /** Adds an instruction, on tensors at these addresses. */
  instruct<const Addresses extends readonly number[]>(
    addresses: Addresses,
    words: (places: { readonly [Index in keyof Addresses]: OperandPlace }) => readonly number[],
  ): void;
}

/** The one who computes. */
export interface Coprocessor {
  /** For reports: what it is called. */
  readonly name: string;
  /** Kernels made of others that it computes as one, and that are not to be taken apart. */
  readonly composites: ReadonlySet<string>;
  /**
   * The instruction of a loop, on its inputs and outputs in their order, an output in the very place of an input that it
   * runs along with; undefined for one that it does not have.
   */
  loop(loop: Loop): InstructionWords | undefined;
  /** Adds the instructions of a kernel, and returns its outputs; undefined for one that it does not have. */
  compute(
    runtime: CoprocessorRuntime,
    kernelName: string,
    inputs: Readonly<Record<string, TensorInfo>>,
    attributes: object,
  ): TensorInfo | TensorInfo[] | undefined;
  /** Makes a list ready to run. */
  compile(words: Int32Array): InstructionList;
}
