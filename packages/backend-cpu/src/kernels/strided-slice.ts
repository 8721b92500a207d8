/** Slices by steps; tfjs's kernel reads the wrong elements where an axis is dropped and another has a stride. */
import { sizeOf, type StridedSliceAttributes, stridedBox } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import { type backend_util, type KernelConfig, StridedSlice, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from '../messages.js';

/** The kernel `StridedSlice`. `x`: any dtype but complex64. */
export const stridedSliceKernel: KernelConfig = {
  kernelName: StridedSlice,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
    const cpuBackend = backend as MathBackendCPU;
    const { dataId, shape, dtype } = inputs['x'] as TensorInfo;
    if (dtype === 'complex64') throw kernelCaseMissing(StridedSlice, 'complex64', 'float32, int32, bool or string');
    const { begin, strides, size, outShape } = stridedBox(shape, attrs as unknown as StridedSliceAttributes); // tfjs's type knows no names
    const from = cpuBackend.data.get(dataId).values;
    const to = util.getArrayFromDType(dtype, sizeOf(size));
    const steps = util.computeStrides(shape).concat(1);
    let position = 0;
    const copyFrom = (axis: number, index: number): void => {
      const count = size[axis];
      if (count === undefined) {
        to[position++] = (from as typeof to)[index] as never;
        return;
      }
      const step = steps[axis] ?? 1;
      let next = index + (begin[axis] ?? 0) * step;
      for (let taken = 0; taken < count; taken++) {
        copyFrom(axis + 1, next);
        next += (strides[axis] ?? 1) * step;
      }
    };
    copyFrom(0, 0);
    return cpuBackend.makeTensorInfo([...outShape], dtype, to as backend_util.BackendValues);
  },
};
