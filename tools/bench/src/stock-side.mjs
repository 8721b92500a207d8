/** The other side: tfjs as it is published, and plain loops for the kernels without which it cannot train. */
import * as core from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import * as layers from '@tensorflow/tfjs-layers';
import { answerDriver } from './answer.mjs';
import { kernelCases, prepareKernel } from './kernel-cases.mjs';
import { registerGapKernels } from './naive-gap-kernels.mjs';
import { networkOf, valuesOf } from './training-cases.mjs';

await core.setBackend('wasm');
registerGapKernels(core);

answerDriver(async (name) => {
  const kernelCase = kernelCases.find((each) => each.name === name);
  return kernelCase ? prepareKernel(core, kernelCase) : prepareTraining(name);
});

/** @param {string} name */
async function prepareTraining(name) {
  const { layers: list, x, y } = networkOf(name, layers.layers);
  const model = layers.sequential({ layers: /** @type {layers.layers.Layer[]} */ (list) });
  model.compile({ optimizer: core.train.adam(1e-3), loss: 'categoricalCrossentropy' });
  const inputs = core.tensor(valuesOf(x), x.shape, x.dtype);
  const labels = core.tensor(valuesOf(y), y.shape);
  return () => model.trainOnBatch(inputs, labels);
}
