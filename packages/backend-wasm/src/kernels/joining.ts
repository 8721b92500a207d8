/** Tensors put together along an axis: rows are copied in the memory of WebAssembly, where tfjs copies from outside. */
import { sizeOf } from '@isograd/core';
import { backend_util, Concat, Pack, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { copyRows } from './copy-rows.js';

interface Attributes {
  readonly axis: number;
}

/** The kernel `Concat`. Inputs: a list of tensors of one dtype; text, and numbers of several, are left to tfjs's. */
export const concatKernel: WasmKernel<readonly TensorInfo[], Attributes> = {
  kernelName: Concat,
  functions: [copyRows],
  isLeftToUpstream: (inputs) => inputs.some(({ dtype }) => dtype === 'string' || dtype !== inputs[0]?.dtype),
  compute(runtime, inputs, attributes) {
    const [first] = inputs as readonly [TensorInfo];
    const axis = util.parseAxisParam(attributes.axis, first.shape)[0] ?? 0;
    const shapes = inputs.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, axis);
    return join(runtime, inputs, axis, backend_util.computeOutShape(shapes, axis));
  },
};

/** The kernel `Pack`. Inputs: a list of tensors of one dtype and shape. */
export const packKernel: WasmKernel<readonly TensorInfo[], Attributes> = {
  kernelName: Pack,
  functions: [copyRows],
  isLeftToUpstream: ([first]) => first?.dtype === 'string',
  compute(runtime, inputs, attributes) {
    const [first] = inputs as readonly [TensorInfo];
    for (const { shape, dtype } of inputs) {
      util.assertShapesMatch(first.shape, shape, 'All tensors passed to stack must have matching shapes');
      util.assert(first.dtype === dtype, () => 'All tensors passed to stack must have matching dtypes');
    }
    const axis = attributes.axis < 0 ? attributes.axis + first.shape.length + 1 : attributes.axis;
    return join(runtime, inputs, axis, first.shape.toSpliced(axis, 0, inputs.length));
  },
};

/** Row r of the result is the rows r of the tensors, one after another; a row has the axes from `axis` on. */
function join(runtime: Runtime, inputs: readonly TensorInfo[], axis: number, outShape: readonly number[]): TensorInfo {
  const [{ dtype }] = inputs as readonly [TensorInfo];
  const out = runtime.output(outShape, dtype);
  if (sizeOf(outShape) === 0) return out;
  const rows = sizeOf(outShape.slice(0, axis));
  const elementBytes = util.bytesPerElement(dtype);
  const toRow = (sizeOf(outShape) / rows) * elementBytes;
  let to = runtime.address(out);
  for (const input of inputs) {
    const rowBytes = (sizeOf(input.shape) / rows) * elementBytes;
    runtime.run(copyRows, { from: runtime.address(input), fromRow: rowBytes, to, toRow, rows, rowBytes });
    to += rowBytes;
  }
  return out;
}
