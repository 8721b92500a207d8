/** Lets tfjs's cpu backend take complex numbers from another backend; its own way loses their values. */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import { backend_util } from '@tensorflow/tfjs-core';

/** Replaces `move`, once: complex64 comes as pairs of float32 and is kept here as a tensor for each part. */
export function takeComplexNumbers(backend: MathBackendCPU): void {
  if (Object.hasOwn(backend, 'move')) return;
  const move = backend.move.bind(backend);
  backend.move = (dataId, values, shape, dtype, refCount) => {
    move(dataId, values, shape, dtype, refCount);
    if (dtype !== 'complex64') return;
    const { real, imag } = backend_util.splitRealAndImagArrays(values as Float32Array);
    backend.data.get(dataId).complexTensorInfos = {
      real: backend.makeTensorInfo(shape, 'float32', real),
      imag: backend.makeTensorInfo(shape, 'float32', imag),
    };
  };
}
