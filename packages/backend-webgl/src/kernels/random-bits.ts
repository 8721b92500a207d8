/** Random bits as a fragment shader: the law of core's `RandomBits`, in unsigned integers of GLSL ES 3.00. */
import {
  RandomBits,
  type RandomBitsAttrs,
  sizeOf,
  threefryParity,
  threefryRotations,
  threefryRounds,
} from '@isograd/core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js';
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

/** Threefry-2x32 written out, round by round; `schedule` is ks[0..2]. */
const threefryRoundsCode = Array.from({ length: threefryRounds }, (_, round) => {
  const rotation = threefryRotations[round % 8] as number;
  const mix = `x.x += x.y; x.y = ((x.y << ${rotation}u) | (x.y >> ${32 - rotation}u)) ^ x.x;`;
  if (round % 4 !== 3) return mix;
  const injection = (round + 1) / 4;
  return `${mix} x += uvec2(schedule[${injection % 3}], schedule[${(injection + 1) % 3}] + ${injection}u);`;
}).join('\n        ');

/** The program for `size` elements; its key, bits and domain are data, so that one shader serves them all. */
function randomBitsProgram(size: number, hasData: boolean): GPGPUProgram {
  return {
    variableNames: hasData ? ['Key', 'Data'] : ['Key'],
    outputShape: [size],
    enableShapeUniforms: true,
    customUniforms: [
      { name: 'bits', type: 'int' },
      { name: 'domain', type: 'int' },
    ],
    userCode: `
      uint word(int index) { return uint(getKey(index)); }

      void main() {
        int index = getOutputCoords();
        uint key0 = word(0) | (word(1) << 16u);
        uint key1 = word(2) | (word(3) << 16u);
        uint schedule[3] = uint[3](key0, key1, key0 ^ key1 ^ ${threefryParity}u);
        uint counter = (uint(domain) << 30u) + uint(index / 2);
        uvec2 x = uvec2(counter, ${hasData ? 'uint(getData())' : '0u'}) + uvec2(key0, key1);
        ${threefryRoundsCode}
        uint chosen = index % 2 == 0 ? x.x : x.y;
        setOutput(float(chosen >> uint(32 - bits)));
      }
    `,
  };
}

export const randomBitsKernel: KernelConfig = {
  kernelName: RandomBits,
  backendName: 'webgl',
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
    const { key, data } = inputs as { key: TensorInfo; data?: TensorInfo };
    const { shape, bits, domain } = attrs as object as RandomBitsAttrs;
    const tensors = data === undefined ? [key] : [key, { ...data, shape: [] }];
    const program = randomBitsProgram(sizeOf(shape), data !== undefined);
    const flat = (backend as MathBackendWebGL).compileAndRun(program, tensors, 'int32', [[bits], [domain]]);
    return { ...flat, shape: [...shape] };
  },
};
