/** Every layer of the fixtures, written with ops, against PyTorch: outputs, state and gradients. */
import { jit } from '@isograd/jit';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { toTensor } from '../decoded-tensor.js';
import { describeBackends } from '../describe-backends.js';
import { loadFixtures } from '../fixtures.js';
import { expectWithinTolerance } from '../tolerance.js';
import { activationLayers } from './activations.js';
import { attentionLayers } from './attention.js';
import { convolutionLayers } from './convolution.js';
import { denseLayers } from './dense.js';
import type { CaseTensors, LayerByOps, LayerCase, LayerCaseConfig } from './layer-case.js';
import { normalizationLayers } from './normalization.js';
import { poolingLayers } from './pooling.js';
import { recurrentLayers } from './recurrent.js';

const layers: { readonly [op: string]: LayerByOps } = {
  ...denseLayers,
  ...activationLayers,
  ...convolutionLayers,
  ...poolingLayers,
  ...normalizationLayers,
  ...recurrentLayers,
  ...attentionLayers,
};

const { cases } = await loadFixtures<LayerCaseConfig>('layers');

it('has a layer for every case, and a case for every layer', () => {
  expect(cases).toHaveLength(82);
  expect([...new Set(cases.map(({ op }) => op))].sort()).toEqual(Object.keys(layers).sort());
});

/** Outputs of a layer by name, and the gradients of their projections. */
type Results = { readonly outputs: CaseTensors; readonly gradients: CaseTensors };

/** What a case asks for, as a function of its tensors. */
function resultsOf({ op, config, upstream, grads }: LayerCase): (tensors: CaseTensors) => Results {
  const layer = layers[op] as LayerByOps;
  const names = Object.keys(grads);
  return (tensors) => {
    const lossOf = (...at: tf.Tensor[]): tf.Tensor => {
      const replaced = Object.fromEntries(names.map((name, index) => [name, at[index] as tf.Tensor]));
      const reached = layer({ ...tensors, ...replaced }, config);
      const projections = Object.entries(upstream).map(([name, weight]) =>
        tf.sum(tf.mul(reached[name] as tf.Tensor, toTensor(weight))),
      );
      return tf.addN(projections);
    };
    const gradients = tf.grads(lossOf)(names.map((name) => tensors[name] as tf.Tensor));
    return {
      outputs: layer(tensors, config),
      gradients: Object.fromEntries(names.map((name, index) => [name, gradients[index] as tf.Tensor])),
    };
  };
}

function expectCase({ outputs, grads }: LayerCase, results: Results): void {
  for (const [reference, got] of [
    [outputs, results.outputs],
    [grads, results.gradients],
  ] as const) {
    expect(Object.keys(got).sort()).toEqual(Object.keys(reference).sort());
    for (const [name, tensor] of Object.entries(got)) {
      expect(tensor.shape, name).toEqual(reference[name]?.shape);
      expectWithinTolerance(tensor.dataSync(), reference[name]);
    }
  }
}

/** Backends that make programs of their own of what is captured; on others it is the same kernels once more. */
const compiling: readonly string[] = ['wasm'];

describeBackends('layers by ops', (backend) => {
  const named = cases.map((fixture) => [fixture.name, fixture] as const);
  const tensorsOf = ({ inputs, weights }: LayerCase): CaseTensors =>
    Object.fromEntries(Object.entries({ ...inputs, ...weights }).map(([name, decoded]) => [name, toTensor(decoded)]));

  it.each(named)('%s equals PyTorch', (_name, fixture) => {
    tf.tidy(() => expectCase(fixture, resultsOf(fixture)(tensorsOf(fixture))));
  });

  it.each(compiling.includes(backend) ? named : [])('%s equals PyTorch as a program', (_name, fixture) => {
    const program = jit(resultsOf(fixture));
    tf.tidy(() => expectCase(fixture, program(tensorsOf(fixture)) as Results));
    program.dispose();
  });
});
