/** 2-D max pooling. tfjs's shader drops NaN and starts from -1e20. */
import { type PoolingAttributes, poolingInfo, type PoolingInfo } from '@isograd/core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js';
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';
import { type KernelConfig, MaxPool, type TensorInfo } from '@tensorflow/tfjs-core';
import { forEachElement } from './pooling.js';

/** The largest element of each window; NaN if it has one. */
function maxPoolProgram(info: PoolingInfo): GPGPUProgram {
  return {
    variableNames: ['x'],
    outputShape: info.outShape,
    userCode: `
      void main() {
        ivec4 coords = getOutputCoords(); // batch, row, column, channel
        float largest = uintBitsToFloat(0xff800000u); // -infinity
        ${forEachElement(info, 'if (isnan(value) || (!isnan(largest) && value > largest)) largest = value;')}
        setOutput(largest);
      }
    `,
  };
}

export const maxPoolKernel: KernelConfig = {
  kernelName: MaxPool,
  backendName: 'webgl',
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
    const { x } = inputs as { x: TensorInfo };
    const info = poolingInfo(x.shape, attrs as object as PoolingAttributes);
    return (backend as MathBackendWebGL).compileAndRun(maxPoolProgram(info), [x], x.dtype);
  },
};
