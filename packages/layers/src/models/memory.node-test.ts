/** Thousands of steps leave nothing behind: no tensor, no byte, no growth of the WebAssembly heap. */
import { NdArray } from '@isograd/core';
import { adam } from '@isograd/optimizers';
import { compilingBackends, describeBackends, seededValues } from '@isograd/testing';
import { backend, type KernelBackend, memory } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { batchNormalization } from '../layers/normalization/batch-normalization.js';
import { conv2d } from '../layers/convolution/conv2d.js';
import { dense } from '../layers/core/dense.js';
import { dropout } from '../layers/regularization/dropout.js';
import { flatten } from '../layers/reshaping/flatten.js';
import { maxPooling2d } from '../layers/pooling/max-pooling.js';
import { sparseCategoricalCrossentropy } from '../losses/crossentropy.js';
import { sequential } from './sequential.js';

interface Footprint {
  readonly tensors: number;
  readonly bytes: number;
  readonly buffers: number;
  /** Size of the WebAssembly memory, 0 elsewhere. */
  readonly heapBytes: number;
}

/** The part of tfjs's WebAssembly backend, on which the native one stands, that shows its memory. */
type WasmHeap = KernelBackend & { readonly wasm: { readonly HEAPU8: Uint8Array } };

function footprint(backendName: string): Footprint {
  const { numTensors, numBytes, numDataBuffers } = memory();
  const heapBytes = backendName !== 'cpu' ? (backend() as WasmHeap).wasm.HEAPU8.byteLength : 0;
  return { tensors: numTensors, bytes: numBytes, buffers: numDataBuffers, heapBytes };
}

describeBackends('memory of a training', (backendName) => {
  const steps = compilingBackends.includes(backendName) ? 10_000 : 2000; // a second and a half each

  it(`is the same after step 10 and after step ${steps}`, async () => {
    const model = sequential({
      seed: 0,
      layers: [
        conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu', inputShape: [8, 8, 1] }),
        batchNormalization(),
        maxPooling2d(),
        dropout({ rate: 0.2 }),
        flatten(),
        dense({ units: 4 }),
      ],
    });
    model.compile({
      optimizer: adam(),
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
      metrics: ['accuracy'],
    });
    const x = new NdArray(seededValues(0, 8 * 64), [8, 8, 8, 1]);
    const y = Int32Array.from({ length: 8 }, (_, row) => row % 4);
    let early: Footprint | undefined;
    for (let step = 1; step <= steps; step++) {
      await model.trainOnBatch(x, y);
      if (step === 10) early = footprint(backendName);
    }
    expect(footprint(backendName)).toEqual(early);
    model.dispose();
  });
});
