/** Gradient of 2-D average pooling. tfjs's shader divides by the whole window, padding included. */
import { type PoolingAttributes, poolingInfo, type PoolingInfo } from '@isograd/core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js';
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';
import { AvgPoolGrad, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { forEachWindow } from './pooling.js';

/** The sum of the element's shares in its windows: each shares its gradient among its valid elements. */
function avgPoolGradProgram(info: PoolingInfo): GPGPUProgram {
  const { filterHeight, filterWidth, strideHeight, strideWidth, inHeight, inWidth, padInfo } = info;
  return {
    variableNames: ['Dy'],
    outputShape: info.inShape,
    userCode: `
      int validCount(int start, int size, int total) { return min(start + size, total) - max(start, 0); }

      void main() {
        ivec4 coords = getOutputCoords(); // batch, row, column, channel
        float sum = 0.0;
        ${forEachWindow(
          info,
          `
        int rows = validCount(row * ${strideHeight} - ${padInfo.top}, ${filterHeight}, ${inHeight});
        int columns = validCount(column * ${strideWidth} - ${padInfo.left}, ${filterWidth}, ${inWidth});
        sum += getDy(coords.x, row, column, coords.w) / float(rows * columns);`,
        )}
        setOutput(sum);
      }
    `,
  };
}

export const avgPoolGradKernel: KernelConfig = {
  kernelName: AvgPoolGrad,
  backendName: 'webgl',
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const info = poolingInfo(input.shape, attrs as object as PoolingAttributes);
    return (backend as MathBackendWebGL).compileAndRun(avgPoolGradProgram(info), [dy], 'float32');
  },
};
