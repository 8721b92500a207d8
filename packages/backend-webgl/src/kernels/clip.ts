/** Limits to a range. tfjs's shader leaves the three neighbours of a NaN as they are. */
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js';
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';
import { ClipByValue, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';

const clipProgram = (shape: number[]): GPGPUProgram => ({
  variableNames: ['X'],
  outputShape: shape,
  customUniforms: [
    { name: 'least', type: 'float' },
    { name: 'most', type: 'float' },
  ],
  userCode: `
    void main() {
      float x = getXAtOutCoords();
      setOutput(isnan(x) ? x : clamp(x, least, most));
    }
  `,
});

export const clipKernel: KernelConfig = {
  kernelName: ClipByValue,
  backendName: 'webgl',
  kernelFunc: ({ inputs, backend, attrs }): TensorInfo => {
    const { x } = inputs as { x: TensorInfo };
    const { clipValueMin, clipValueMax } = attrs as { clipValueMin: number; clipValueMax: number };
    const bounds = [[clipValueMin], [clipValueMax]];
    return (backend as MathBackendWebGL).compileAndRun(clipProgram(x.shape), [x], x.dtype, bounds);
  },
};
