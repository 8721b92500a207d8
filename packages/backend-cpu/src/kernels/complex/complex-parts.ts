/**
 * Complex numbers as tfjs keeps them here: a tensor without elements that owns a float32 tensor for each part. The
 * shapes of the parts say nothing: tfjs changes them whenever any view of the tensor is reshaped.
 */
import type { HostData, Shape } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** The elements of both parts. */
export interface ComplexParts {
  readonly real: Float32Array;
  readonly imag: Float32Array;
}

/** The parts of a tensor; that of real numbers has an imaginary part of zeros. */
export function complexParts({ dataId }: TensorInfo, backend: MathBackendCPU): ComplexParts {
  const { complexTensorInfos, values } = backend.data.get(dataId);
  if (complexTensorInfos === undefined || complexTensorInfos === null) {
    const real = values instanceof Float32Array ? values : Float32Array.from(values as HostData);
    return { real, imag: new Float32Array(real.length) };
  }
  const partOf = (part: TensorInfo): Float32Array => backend.data.get(part.dataId).values as Float32Array;
  return { real: partOf(complexTensorInfos.real), imag: partOf(complexTensorInfos.imag) };
}

/** A complex64 tensor that owns its parts. */
export function makeComplex(shape: Shape, { real, imag }: ComplexParts, backend: MathBackendCPU): TensorInfo {
  const complex = backend.makeTensorInfo([...shape], 'complex64');
  backend.data.get(complex.dataId).complexTensorInfos = {
    real: backend.makeTensorInfo([...shape], 'float32', real),
    imag: backend.makeTensorInfo([...shape], 'float32', imag),
  };
  return complex;
}
