/**
 * The records against tfjs's own kernels, as they are published: the suites find what is known to be wrong there. A
 * record that passes on stock tfjs would be no regression test.
 */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { opDatabase, type OpRecord, testForward } from './index.js';

/** Kernels that are wrong for some input, by backend, and what is wrong; those that hang or overrun memory are left out. */
const defects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cpu: {
    [tf.AvgPoolGrad]: "divides by the whole window under 'same' padding",
    [tf.AvgPool3DGrad]: "divides by the whole window under 'same' padding",
    [tf.Conv3D]: "negative 'same' padding",
    [tf.Cumsum]: 'negative axes',
    [tf.DenseBincount]: 'binary output of one row',
    [tf.Einsum]: 'labels that one term alone has',
    [tf.Erf]: 'seven digits only',
    [tf.MaxPool]: 'drops NaN',
    [tf.ResizeBilinearGrad]: 'exchanges height and width',
    [tf.StridedSlice]: 'drops an axis beside strides',
    [tf.TensorScatterUpdate]: 'overwrites its input',
    [tf.Transform]: 'transforms the first image only',
  },
  wasm: {
    [tf.AvgPoolGrad]: "divides by the whole window under 'same' padding",
    [tf.AvgPool3DGrad]: "divides by the whole window under 'same' padding",
    [tf.BatchMatMul]: 'refuses integers',
    [tf.Cast]: 'copies the bits of a float to bool',
    [tf.ClipByValue]: 'drops NaN',
    [tf.Conv3DBackpropInputV2]: 'adds the wrong terms',
    [tf.Conv3DBackpropFilterV2]: 'adds the wrong terms when strided',
    [tf.Dilation2D]: 'starts from the smallest positive number',
    [tf.MaxPool3D]: 'starts from the smallest positive number',
    [tf.MaxPoolGrad]: 'starts from the smallest positive number',
    [tf.MaxPool3DGrad]: 'starts from the smallest positive number',
    [tf.ResizeBilinearGrad]: 'ignores halfPixelCenters',
    [tf.Sign]: 'gives 0 for small numbers',
    [tf.Sin]: 'loses large angles',
  },
};

describe.each(Object.entries(defects))('stock tfjs on %s', (backendName, kernels) => {
  beforeAll(async () => {
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    expect(await tf.setBackend(backendName)).toBe(true);
  });

  it.each(Object.entries(kernels))('%s: %s', (name) => {
    expect(tf.getBackend()).toBe(backendName);
    const record = opDatabase.find((each) => each.name === name) as OpRecord;
    expect(testForward(record, { runs: 4 }).failures).not.toEqual([]);
  });
});
