/** Our side: the packages as they are built. */
import { workerData } from 'node:worker_threads';
import { wasm } from '@isograd/backend-wasm';
import { useBackend } from '@isograd/core';
import * as layers from '@isograd/layers';
import { adam } from '@isograd/optimizers';
import * as core from '@tensorflow/tfjs-core';
import { answerDriver } from './answer.mjs';
import { kernelCases, prepareKernel } from './kernel-cases.mjs';
import { networkOf, valuesOf } from './training-cases.mjs';

await useBackend(wasm({ threads: workerData.threads }));

answerDriver(async (name) => {
  const kernelCase = kernelCases.find((each) => each.name === name);
  return kernelCase ? prepareKernel(core, kernelCase) : prepareTraining(name);
});

/** @param {string} name */
async function prepareTraining(name) {
  const { layers: list, x, y } = networkOf(name, layers);
  const model = layers.sequential({ layers: list });
  model.compile({ optimizer: adam({ learningRate: 1e-3 }), loss: 'categoricalCrossentropy', jit: workerData.jit });
  const inputs = core.tensor(valuesOf(x), x.shape, x.dtype);
  const labels = core.tensor(valuesOf(y), y.shape);
  return () => model.trainOnBatch(inputs, labels);
}
