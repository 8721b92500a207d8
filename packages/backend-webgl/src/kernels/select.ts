/** The choice between two tensors, element by element. tfjs's shader takes four axes at most. */
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js';
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';
import { type KernelConfig, Select, type TensorInfo, upcastType, util } from '@tensorflow/tfjs-core';

/** `t` where the condition holds, `e` elsewhere; a condition of one axis chooses whole slices of the first axis. */
function selectProgram(condition: TensorInfo, t: TensorInfo): GPGPUProgram {
  const ofElement = util.arraysEqual(condition.shape, t.shape);
  return {
    variableNames: ['Condition', 'T', 'E'],
    outputShape: t.shape,
    userCode: `
      void main() {
        float condition = ${ofElement ? 'getConditionAtOutCoords()' : 'getCondition(getOutputCoords().x)'};
        setOutput(condition >= 1.0 ? getTAtOutCoords() : getEAtOutCoords());
      }
    `,
  };
}

export const selectKernel: KernelConfig = {
  kernelName: Select,
  backendName: 'webgl',
  kernelFunc: ({ inputs, backend }): TensorInfo => {
    const { condition, t, e } = inputs as { condition: TensorInfo; t: TensorInfo; e: TensorInfo };
    const program = selectProgram(condition, t);
    return (backend as MathBackendWebGL).compileAndRun(program, [condition, t, e], upcastType(t.dtype, e.dtype));
  },
};
