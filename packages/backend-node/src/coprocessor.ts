/** The addon as the one who computes parts of programs, and kernels that are called one by one. */
import { type Coprocessor, type CoprocessorRuntime, type Runtime, runtimeOf } from '@isograd/backend-wasm/internals';
import type { KernelFunc } from '@tensorflow/tfjs-core';
import { nativeKernels } from './kernels/index.js';
import type { NativeKernel } from './kernels/native-kernel.js';
import type { Native } from './native/native.js';

const kernelsByName: ReadonlyMap<string, NativeKernel> = new Map(
  nativeKernels.map((kernel) => [kernel.kernelName, kernel]),
);

/** What programs are compiled with. */
export function coprocessorOf(native: Native): Coprocessor {
  return {
    name: 'native',
    loop: () => undefined,
    compute: (runtime, kernelName, inputs, attributes) => {
      const kernel = kernelsByName.get(kernelName);
      if (kernel?.serves(inputs as never, attributes as never) !== true) return undefined;
      return kernel.compute(runtime, inputs as never, attributes as never);
    },
    compile: (words) => native.compile(words),
  };
}

/**
 * What tfjs's registry calls: a kernel whose instructions run one by one.
 *
 * @param others - Serves what the addon does not: the kernel of wasm.
 */
export function nativeFunc(kernel: NativeKernel, nativeOf: () => Native, others: KernelFunc): KernelFunc {
  return (call) => {
    const [inputs, attributes] = [call.inputs, call.attrs ?? {}] as [never, never];
    if (!kernel.serves(inputs, attributes)) return others(call);
    return kernel.compute(eagerRuntime(nativeOf(), runtimeOf(call.backend)), inputs, attributes);
  };
}

const runtimes = new WeakMap<Runtime, CoprocessorRuntime>();

/** A runtime on which instructions run at once. */
function eagerRuntime(native: Native, runtime: Runtime): CoprocessorRuntime {
  const known = runtimes.get(runtime);
  if (known !== undefined) return known;
  const { output, alias, address, call, requireIndices, withScratch } = runtime;
  const made: CoprocessorRuntime = {
    output,
    alias,
    address,
    call,
    requireIndices,
    withScratch,
    instruct: (addresses, words) => native.run(Int32Array.from(words(addresses.map((at) => ({ address: at }))))),
  };
  runtimes.set(runtime, made);
  return made;
}
