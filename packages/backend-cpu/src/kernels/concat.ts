/** Tensors put together along an axis, of every dtype; upstream's of complex numbers fail without elements. */
import { type HostData, type Shape, sizeOf } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import {
  backend_util,
  Concat,
  type DataType,
  type KernelConfig,
  Pack,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { complexParts, makeComplex } from './complex/complex-parts.js';

/** Rows up to this many elements are copied faster one element after the other. */
const shortRow = 32;

/** Elements of tensors that lie next to each other: row by row, those of the first tensor first. */
function joined<Values extends HostData | Uint8Array[]>(parts: readonly Values[], rows: number, to: Values): Values {
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (const from of parts) {
      const length = from.length / rows;
      const start = row * length;
      if (length > shortRow && !Array.isArray(to)) {
        to.set((from as HostData).subarray(start, start + length), at);
      } else {
        for (let index = 0; index < length; index++) to[at + index] = from[start + index] as Values[number];
      }
      at += length;
    }
  }
  return to;
}

/** The tensors as `rows` rows each, joined row by row. */
function join(tensors: readonly TensorInfo[], rows: number, shape: Shape, backend: MathBackendCPU): TensorInfo {
  const dtype = (tensors[0] as TensorInfo).dtype;
  const size = sizeOf(shape);
  if (dtype === 'complex64') {
    const parts = tensors.map((tensor) => complexParts(tensor, backend));
    const partOf = (name: 'real' | 'imag'): Float32Array =>
      joined(
        parts.map((part) => part[name]),
        rows,
        new Float32Array(size),
      );
    return makeComplex(shape, { real: partOf('real'), imag: partOf('imag') }, backend);
  }
  const parts = tensors.map(({ dataId }) => backend.data.get(dataId).values as HostData);
  const to = util.getArrayFromDType(dtype as Exclude<DataType, 'complex64'>, size) as HostData;
  return backend.makeTensorInfo([...shape], dtype, joined(parts, rows, to));
}

/** The kernel `Concat`. */
export const concatKernel: KernelConfig = {
  kernelName: Concat,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
    const tensors = inputs as object as TensorInfo[]; // a variadic kernel gets a list
    const shapes = tensors.map(({ shape }) => shape);
    const [axis = 0] = util.parseAxisParam(attrs?.['axis'] as number, shapes[0] as number[]);
    backend_util.assertParamsConsistent(shapes, axis);
    const shape = backend_util.computeOutShape(shapes, axis);
    return join(tensors, sizeOf(shape.slice(0, axis)), shape, backend as MathBackendCPU);
  },
};

/** The kernel `Pack`. */
export const packKernel: KernelConfig = {
  kernelName: Pack,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
    const tensors = inputs as object as TensorInfo[]; // a variadic kernel gets a list
    const { shape, dtype } = tensors[0] as TensorInfo;
    for (const tensor of tensors) {
      util.assertShapesMatch(shape, tensor.shape, 'All tensors passed to stack must have matching shapes');
      util.assert(dtype === tensor.dtype, () => 'All tensors passed to stack must have matching dtypes');
    }
    const axis = attrs?.['axis'] as number;
    const place = axis < 0 ? axis + shape.length + 1 : axis;
    const [outer, inner] = [shape.slice(0, place), shape.slice(place)];
    return join(tensors, sizeOf(outer), [...outer, tensors.length, ...inner], backend as MathBackendCPU);
  },
};
