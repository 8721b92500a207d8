/** The WebGL backend: tfjs's shaders, with ours where training needs right ones. */
import { type Backend, type Capabilities, initializeTfjsBackend, installKernels } from '@isograd/core';
import { env, getKernelsForBackend } from '@tensorflow/tfjs-core';
import { webglKernels } from './kernels/index.js';
import { noWebGL2, onlyHalfFloats } from './messages.js';

/**
 * Runs on the GPU of a browser, in pages and workers. It keeps all numbers in float32 textures, so int32 is
 * exact up to 2^24 only.
 *
 * @example
 * import { useBackend } from '@isograd/core';
 * import { webgl } from '@isograd/backend-webgl';
 * await useBackend(webgl());
 */
export function webgl(): Backend {
  return { name: 'webgl', load };
}

async function load(): Promise<Capabilities> {
  if (globalThis.WebGL2RenderingContext === undefined) throw noWebGL2('a runtime without WebGL2RenderingContext');
  await import('@tensorflow/tfjs-backend-webgl');
  if (env().getNumber('WEBGL_VERSION') !== 2) throw noWebGL2('no WebGL 2 context from this browser');
  if (!env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) throw onlyHalfFloats();
  await initializeTfjsBackend('webgl');
  installKernels(webglKernels);
  const noShader = 'tfjs has no shader for it; run this op on wasm() or cpu()';
  return {
    dtypes: ['float32', 'int32', 'bool'],
    threads: 1,
    simd: 'gpu',
    largestTensorBytes: env().getNumber('WEBGL_MAX_TEXTURE_SIZE') ** 2 * Float32Array.BYTES_PER_ELEMENT,
    kernels: {
      native: getKernelsForBackend('webgl').map(({ kernelName }) => kernelName),
      borrowed: [],
      absent: ['Dilation2DBackpropInput', 'Dilation2DBackpropFilter'].map((kernel) => ({ kernel, reason: noShader })),
    },
  };
}
