/** The addon as the one who computes parts of programs, and kernels that are called one by one. */
import {
  type Coprocessor,
  type CoprocessorRuntime,
  type InstructionWords,
  type Loop,
  type OperandPlace,
  type Runtime,
  runtimeOf,
} from '@isograd/backend-wasm/internals';
import { sizeOf } from '@isograd/core';
import { type KernelFunc, LogSoftmax, Mean, type NamedTensorInfoMap, Softmax } from '@tensorflow/tfjs-core';
import { loopWords } from './native/element-calls.js';
import { nativeKernels } from './kernels/index.js';
import type { NativeKernel } from './kernels/native-kernel.js';
import type { Native } from './native/native.js';

const kernelsByName: ReadonlyMap<string, NativeKernel> = new Map(
  nativeKernels.map((kernel) => [kernel.kernelName, kernel]),
);

/** Kernels made of others that are one instruction. */
const composites: ReadonlySet<string> = new Set([LogSoftmax, Mean, Softmax]);

/** What programs are compiled with. */
export function coprocessorOf(native: Native): Coprocessor {
  return {
    name: 'native',
    composites,
    loop: wordsOfLoop,
    compute: (runtime, kernelName, inputs, attributes) => {
      const kernel = kernelsByName.get(kernelName);
      if (kernel?.serves(inputs as never, attributes as never) !== true) return undefined;
      return kernel.compute(runtime, inputs as never, attributes as never);
    },
    compile: (words) => native.compile(words),
  };
}

function wordsOfLoop(loop: Loop): InstructionWords | undefined {
  const wordsAt = (places: readonly OperandPlace[]): number[] | undefined =>
    loopWords(loop, places.slice(0, loop.inputs.length), places.slice(loop.inputs.length));
  return wordsAt([]) === undefined ? undefined : (places) => wordsAt(places) ?? [];
}

/**
 * What tfjs's registry calls: a kernel whose instructions run one by one.
 *
 * @param others - Serves what the addon does not: the kernel of wasm.
 */
export function nativeFunc(kernel: NativeKernel, nativeOf: () => Native, others: KernelFunc): KernelFunc {
  const { worthwhile = 0 } = kernel;
  return (call) => {
    const [inputs, attributes] = [call.inputs, call.attrs ?? {}] as [never, never];
    if (elementsOf(call.inputs) < worthwhile || !kernel.serves(inputs, attributes)) return others(call);
    return kernel.compute(eagerRuntime(nativeOf(), runtimeOf(call.backend)), inputs, attributes);
  };
}

/** Elements of all inputs, lists of tensors among them. */
function elementsOf(inputs: NamedTensorInfoMap): number {
  let elements = 0;
  for (const name in inputs) elements += sizeOf(inputs[name]?.shape ?? []);
  return elements;
}

const runtimes = new WeakMap<Runtime, CoprocessorRuntime>();

/** A runtime on which instructions run at once. */
function eagerRuntime(native: Native, runtime: Runtime): CoprocessorRuntime {
  const known = runtimes.get(runtime);
  if (known !== undefined) return known;
  const { output, alias, address, call, requireIndices } = runtime;
  const made: CoprocessorRuntime = {
    output,
    alias,
    address,
    call,
    requireIndices,
    instruct: (addresses, words) => {
      const places = addresses.map((at) => ({ address: at }));
      native.run(Int32Array.from((words as InstructionWords)(places)));
    },
  };
  runtimes.set(runtime, made);
  return made;
}
