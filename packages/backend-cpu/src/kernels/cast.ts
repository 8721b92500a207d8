/** Conversion between dtypes. Upstream's widening conversions keep the array, so that float32 may hold integers. */
import { type HostData, hostZeros, isDType } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import { Cast, type DataType, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from '../messages.js';
import { complexParts, makeComplex } from './complex/complex-parts.js';

function convert(values: HostData, dtype: 'float32' | 'int32' | 'bool'): HostData {
  const converted = hostZeros(dtype, values.length);
  if (dtype !== 'bool') converted.set(values);
  else for (let index = 0; index < values.length; index++) converted[index] = values[index] === 0 ? 0 : 1;
  return converted;
}

/** The elements of a tensor as another dtype; of complex numbers the real part. */
function cast(x: TensorInfo, dtype: DataType, backend: MathBackendCPU): TensorInfo {
  const data = backend.data.get(x.dataId);
  if (x.dtype === dtype) {
    backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype };
  }
  if (data.complexTensorInfos) return cast({ ...data.complexTensorInfos.real, shape: x.shape }, dtype, backend);
  if (!isDType(x.dtype)) throw kernelCaseMissing(Cast, x.dtype, 'numbers');
  const values = data.values as HostData;
  if (isDType(dtype)) return backend.makeTensorInfo(x.shape, dtype, convert(values, dtype));
  if (dtype !== 'complex64') throw kernelCaseMissing(Cast, `a conversion to ${dtype}`, 'a conversion to numbers');
  return makeComplex(x.shape, complexParts(x, backend), backend);
}

/** The kernel `Cast`. */
export const castKernel: KernelConfig = {
  kernelName: Cast,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo =>
    cast(inputs['x'] as TensorInfo, attrs?.['dtype'] as DataType, backend as MathBackendCPU),
};
