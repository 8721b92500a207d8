/** Gradient of 2-D max pooling. tfjs's shader gives it to the last maximum. */
import { type PoolingAttributes, poolingInfo, type PoolingInfo } from '@isograd/core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js';
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';
import { type KernelConfig, MaxPoolGrad, type TensorInfo } from '@tensorflow/tfjs-core';
import { forEachElement, forEachWindow } from './pooling.js';

/** Where the first maximum of each window lies in it, row-major, or its first NaN. */
function positionProgram(info: PoolingInfo): GPGPUProgram {
  const isNew = 'position < 0 || (!isnan(largest) && (isnan(value) || value > largest))';
  return {
    variableNames: ['x'],
    outputShape: info.outShape,
    userCode: `
      void main() {
        ivec4 coords = getOutputCoords(); // batch, row, column, channel
        float largest = 0.0;
        int position = -1;
        ${forEachElement(info, `if (${isNew}) { largest = value; position = i * ${info.filterWidth} + j; }`)}
        setOutput(float(position));
      }
    `,
  };
}

/** The sum of the gradients of those windows whose maximum the element is. */
function gradientProgram(info: PoolingInfo): GPGPUProgram {
  const isMaximum = `int(getPosition(coords.x, row, column, coords.w)) == i * ${info.filterWidth} + j`;
  return {
    variableNames: ['Dy', 'Position'],
    outputShape: info.inShape,
    userCode: `
      void main() {
        ivec4 coords = getOutputCoords(); // batch, row, column, channel
        float sum = 0.0;
        ${forEachWindow(info, `if (${isMaximum}) sum += getDy(coords.x, row, column, coords.w);`)}
        setOutput(sum);
      }
    `,
  };
}

export const maxPoolGradKernel: KernelConfig = {
  kernelName: MaxPoolGrad,
  backendName: 'webgl',
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const webglBackend = backend as MathBackendWebGL;
    const info = poolingInfo(input.shape, attrs as object as PoolingAttributes);
    const position = webglBackend.compileAndRun(positionProgram(info), [input], 'int32');
    const dx = webglBackend.compileAndRun(gradientProgram(info), [dy, position], 'float32');
    webglBackend.disposeIntermediateTensorInfo(position);
    return dx;
  },
};
