/** Outputs of a model for data on the host. */
import { type DType, type HostData, hostZeros, NdArray } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { breather } from './breathing.js';
import { sliceExamples } from './host-data.js';
import type { Step } from './step.js';
import { toTensor } from './trainer.js';
import type { Emit } from './training-event.js';

/** What a model computes of a batch, without training. */
export type Prediction = Step<readonly Tensor[], readonly Tensor[]>;

/**
 * Runs a model over checked inputs, batch by batch.
 *
 * @param x - One array an input, with at least one example.
 * @param emit - Tells whoever watches.
 * @returns One array an output.
 */
export async function runPredict(
  step: Prediction,
  x: readonly NdArray[],
  batchSize: number,
  emit: Emit,
): Promise<NdArray[]> {
  const count = x[0]?.shape[0] ?? 0;
  const breathe = breather();
  const parts: NdArray[][] = [];
  await emit({ type: 'predictBegin' });
  for (let start = 0; start < count; start += batchSize) {
    const end = Math.min(start + batchSize, count);
    const batch = start / batchSize;
    await emit({ type: 'predictBatchBegin', batch });
    const outputs = await step.run(() => x.map((array) => toTensor(sliceExamples(array, start, end))));
    try {
      parts.push(
        await Promise.all(outputs.map(async (output) => new NdArray((await output.data()) as HostData, output.shape))),
      );
    } finally {
      for (const output of outputs) output.dispose();
    }
    await emit({ type: 'predictBatchEnd', batch, size: end - start });
    await breathe();
  }
  await emit({ type: 'predictEnd' });
  const [first = []] = parts;
  return first.map((_, index) => joinExamples(parts.map((part) => part[index] as NdArray)));
}

/** One array of the examples of several. */
function joinExamples(parts: readonly NdArray[]): NdArray {
  const [first = NdArray.zeros([0])] = parts;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const count = parts.reduce((sum, part) => sum + (part.shape[0] ?? 0), 0);
  const data = hostZeros(first.dtype as DType, size);
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.size;
  }
  return new NdArray(data, [count, ...first.shape.slice(1)]);
}
