/** Between the oracle's tensors and those of the active backend. */
import { sizeOf } from '@isograd/core';
import { complex, engine, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { OpRecord } from '../ops/op-record.js';
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';

/** A copy on the active backend, rounded to the dtype. */
export function toDevice({ shape, dtype, values }: HostTensor): Tensor {
  const size = [...shape];
  switch (dtype) {
    case 'float32':
      return tensor(Float32Array.from(values), size, dtype);
    case 'int32':
      return tensor(Int32Array.from(values), size, dtype);
    case 'bool':
      return tensor(Uint8Array.from(values), size, dtype);
    case 'complex64': {
      const part = (offset: 0 | 1): Tensor =>
        tensor(
          Float32Array.from({ length: sizeOf(shape) }, (_, element) => values[2 * element + offset] as number),
          size,
        );
      return complex(part(0), part(1));
    }
    default:
      return dtype satisfies never;
  }
}

/** The elements of a tensor as doubles; those of complex64 in pairs. */
export function toHost(device: Tensor): HostTensor {
  const { shape, dtype } = device;
  return { shape, dtype: dtype as HostTensor['dtype'], values: Float64Array.from(device.dataSync()) };
}

/** Tensors of the inputs of a case, by name. */
export function toDeviceInputs(inputs: HostInputs): { [name: string]: Tensor } {
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, toDevice(input)]));
}

/** Runs the op of a record on tensors: its outputs in a list. */
export function runOp(record: OpRecord, inputs: { readonly [name: string]: Tensor }, attributes: object): Tensor[] {
  const { name, run, isVariadic = false } = record;
  const outputs =
    run === undefined
      ? engine().runKernel<Tensor | Tensor[]>(name, isVariadic ? asNamedList(inputs) : { ...inputs }, { ...attributes })
      : run(inputs, attributes);
  return Array.isArray(outputs) ? outputs : [outputs];
}

/** What the law says of a case: its outputs in a list. */
export function lawOf(record: OpRecord, inputs: HostInputs, attributes: object): readonly HostTensor[] {
  const outputs = record.law(inputs, attributes);
  return Array.isArray(outputs) ? outputs : [outputs as HostTensor];
}

/** tfjs passes lists of tensors as if they were named by their places. */
function asNamedList(inputs: { readonly [name: string]: Tensor }): { [name: string]: Tensor } {
  return Object.values(inputs) as unknown as { [name: string]: Tensor };
}
