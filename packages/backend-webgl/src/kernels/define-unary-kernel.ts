/** How a kernel of one input that works element by element is written. */
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js';
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

/**
 * A kernel of the webgl backend from its input `x` to float32 of the same shape. NaN passes through it: what
 * GLSL's own functions make of a NaN is up to the device.
 *
 * @param kernelName - tfjs's name of the kernel.
 * @param expression - GLSL, in terms of the float `x`.
 * @param declarations - GLSL functions that the expression calls.
 */
export function defineUnaryKernel(kernelName: string, expression: string, declarations = ''): KernelConfig {
  const program = (shape: number[]): GPGPUProgram => ({
    variableNames: ['X'],
    outputShape: shape,
    userCode: `
      ${declarations}

      void main() {
        float x = getXAtOutCoords();
        setOutput(isnan(x) ? x : ${expression});
      }
    `,
  });
  return {
    kernelName,
    backendName: 'webgl',
    kernelFunc: ({ inputs, backend }): TensorInfo => {
      const { x } = inputs as { x: TensorInfo };
      return (backend as MathBackendWebGL).compileAndRun(program(x.shape), [x], 'float32');
    },
  };
}
