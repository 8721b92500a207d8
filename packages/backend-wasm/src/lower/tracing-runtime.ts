/**
 * A runtime that computes nothing: it writes down what a kernel would have run. Kernels see shapes and addresses only,
 * so what they run for one tensor they run for every tensor of its shape.
 */
import { sizeOf } from '@isograd/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Parameters } from '../assembler/module-builder.js';
import { fillBytes } from '../kernels/fill-bytes.js';
import type { Runtime } from '../runtime.js';
import type { WasmFunction } from '../wasm-function.js';
import type { Call } from './calls.js';
import type { CoprocessorRuntime, InstructionWords } from './coprocessor.js';
import type { Region, Regions } from './regions.js';

/** Thrown inside a kernel that asks for what is not known before it runs. */
export class NotTraceable extends Error {}

/** A tensor whose data are a region. */
export interface TracedTensor extends TensorInfo {
  readonly dataId: Region;
}

/** What a kernel is told to run instead of another kernel. */
export type TraceKernel = (
  kernelName: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  attributes: object,
) => TensorInfo;

/**
 * The runtime for one kernel.
 *
 * @param calls - Takes what the kernel runs.
 * @param requireIndices - Whether indices can be checked before a program runs; if so, they are.
 */
export function tracingRuntime(
  threads: number,
  regions: Regions,
  calls: Call[],
  traceKernel: TraceKernel,
  requireIndices: (kernelName: string, indices: TracedTensor, length: number) => boolean,
): Runtime & CoprocessorRuntime {
  const refuse = (): never => {
    throw new NotTraceable();
  };
  const output: Runtime['output'] = (shape, dtype): TensorInfo => ({
    dataId: regions.add(sizeOf(shape) * util.bytesPerElement(dtype)),
    shape: [...shape],
    dtype,
  });
  const address: Runtime['address'] = ({ dataId }) => (dataId as Region).address;
  const run: Runtime['run'] = (fn, values) => void calls.push({ fn: fn as WasmFunction<Parameters>, values });
  const fill: Runtime['fill'] = (start, sizeBytes) => run(fillBytes, { start, sizeBytes });
  return {
    threads,
    output,
    zeros: (shape, dtype) => {
      const tensor = output(shape, dtype);
      fill(address(tensor), sizeOf(shape) * util.bytesPerElement(dtype));
      return tensor;
    },
    alias: ({ dataId }, shape, dtype) => ({ dataId, shape: [...shape], dtype }),
    dispose: () => undefined,
    call: traceKernel,
    callUpstream: refuse,
    outputOf: refuse,
    read: refuse,
    integers: refuse,
    word: refuse,
    requireIndices: (kernelName, indices, length) => {
      if (!requireIndices(kernelName, indices as TracedTensor, length)) refuse();
    },
    address,
    run,
    runParallel: (fn, values, grain) =>
      void calls.push({ fn: fn as unknown as WasmFunction<Parameters>, values, grain }),
    repeatParallel: (fn, values, steps, count, grain) => {
      if (count === 0) return;
      const repeat = { count, steps: steps as Readonly<Record<string, number>> };
      calls.push({ fn: fn as unknown as WasmFunction<Parameters>, values, repeat, grain });
    },
    write: refuse,
    fill,
    withScratch: (sizeBytes, use) => use(regions.add(sizeBytes).address),
    instruct: (addresses, words) => void calls.push({ addresses, words: words as InstructionWords }),
  };
}
