/** Max pooling that also says where each maximum lies. */
import { asVolume, describeTensor, hostZeros, type PoolingAttributes, poolingInfo } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import { type KernelConfig, MaxPoolWithArgmax, type TensorInfo } from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from '../../messages.js';
import { onHost } from '../define-kernel.js';
import { maxPool, maxPositions } from './pooling.js';

/** The kernel `MaxPoolWithArgmax`: the maxima, and the flat index of each within its image or the batch. */
export const maxPoolWithArgmaxKernel: KernelConfig = {
  kernelName: MaxPoolWithArgmax,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo[] => {
    const cpuBackend = backend as MathBackendCPU;
    const attributes = attrs as object as PoolingAttributes & { readonly includeBatchInIndex: boolean };
    const x = onHost(MaxPoolWithArgmax, inputs['x'] as TensorInfo, cpuBackend);
    if (x.shape.length !== 4)
      throw kernelCaseMissing(MaxPoolWithArgmax, describeTensor(x), 'a batch of images, rank 4');
    const info = poolingInfo(x.shape, attributes);
    const positions = maxPositions(x.values, asVolume(info));
    const maxima = hostZeros(x.dtype, positions.length);
    maxPool(x.values, maxima, asVolume(info));
    if (!attributes.includeBatchInIndex) {
      const imageSize = info.inHeight * info.inWidth * info.inChannels;
      positions.forEach((position, index) => {
        positions[index] = position === -1 ? -1 : position % imageSize;
      });
    }
    return [
      cpuBackend.makeTensorInfo(info.outShape, x.dtype, maxima),
      cpuBackend.makeTensorInfo(info.outShape, 'int32', positions),
    ];
  },
};
