/**
 * Kernels of tfjs's cpu backend that serve tensors of this one: text, which lies on the host anyway, and ragged
 * tensors, whose sizes are known only when their values are. The values are copied to the host and the result back.
 */
import type { BorrowedKernel } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  type backend_util,
  type DataType,
  Draw,
  Equal,
  GatherNd,
  getKernel,
  Greater,
  GreaterEqual,
  type KernelFunc,
  Less,
  LessEqual,
  type NamedTensorInfoMap,
  NotEqual,
  RaggedGather,
  RaggedRange,
  RaggedTensorToTensor,
  SparseToDense,
  StaticRegexReplace,
  StridedSlice,
  type TensorInfo,
  Tile,
  Unique,
  util,
} from '@tensorflow/tfjs-core';
import { runtimeMissing } from './messages.js';
import { type Runtime, runtimeOf } from './runtime.js';

const ragged = 'the sizes of ragged tensors depend on their values, which the host has to read';
const text = 'text lies on the host, not in the memory of WebAssembly';

/** Native for numbers, borrowed for text. */
const forText = [
  Equal,
  GatherNd,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  NotEqual,
  SparseToDense,
  StridedSlice,
  Tile,
  Unique,
];

/** What `load` reports as borrowed. */
export const borrowedKernels: readonly BorrowedKernel[] = [
  ...[RaggedGather, RaggedRange, RaggedTensorToTensor].map((kernel) => ({ kernel, reason: ragged })),
  { kernel: StaticRegexReplace, reason: text },
  { kernel: Draw, reason: 'pictures are drawn on a canvas by the host' },
  ...forText.map((kernel): BorrowedKernel => ({ kernel, dtypes: ['string'], reason: text })),
];

/**
 * The kernel of cpu, for tensors of this backend.
 *
 * It runs on a `Host` of its own that is in no registry: nothing is moved from one backend to the other, and no
 * other kernel can end up on cpu.
 *
 * @param kernelName - tfjs's name of the kernel, which cpu must have.
 * @param Host - tfjs's class of the cpu backend.
 */
export function borrow(kernelName: string, Host: typeof MathBackendCPU): KernelFunc {
  return ({ inputs, attrs = {}, backend }) => {
    const kernel = getKernel(kernelName, 'cpu');
    if (kernel === undefined) throw runtimeMissing();
    const runtime = runtimeOf(backend);
    const host = new Host();
    Object.assign(host, { firstUse: false }); // else tfjs advertises another package in Node
    const lend = (tensor: TensorInfo): TensorInfo =>
      host.makeTensorInfo(tensor.shape, tensor.dtype, runtime.read(tensor));
    const lent: NamedTensorInfoMap = {};
    for (const [name, input] of Object.entries<TensorInfo | TensorInfo[] | undefined>({ ...inputs })) {
      if (input !== undefined) Object.assign(lent, { [name]: Array.isArray(input) ? input.map(lend) : lend(input) });
    }
    const outputs = kernel.kernelFunc({ inputs: lent, attrs, backend: host });
    return Array.isArray(outputs)
      ? outputs.map((output) => takeBack(runtime, host, output))
      : takeBack(runtime, host, outputs);
  };
}

function takeBack(runtime: Runtime, host: MathBackendCPU, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  const values = host.readSync(dataId);
  return runtime.outputOf(shape, dtype, dtype === 'string' ? values : toTypedArray(values, dtype));
}

/** Some kernels of cpu give a plain list. */
function toTypedArray(values: backend_util.BackendValues, dtype: DataType): backend_util.BackendValues {
  return util.toTypedArray(values as Float32Array, dtype);
}
