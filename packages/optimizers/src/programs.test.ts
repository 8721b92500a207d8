/** What an update of a million parameters costs: kernels where it runs eagerly, loops where it is a program. */
import { treeLeaves } from '@isograd/core';
import { jit } from '@isograd/jit';
import { compilingBackends, describeBackends } from '@isograd/testing';
import { fill, profile, scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { applyUpdates } from './apply-updates.js';
import type { TensorTree } from './gradient-transformation.js';
import type { Optimizer } from './optimizer.js';
import { type OptimizerName, recipes } from './recipe-table.js';

const shape: [number, number] = [1000, 1000];

/** What an update costs at most, by its recipe with default options. */
interface Cost {
  /** Kernels that compute something of the parameter's size, adding the update included. */
  readonly large: number;
  /** Kernels in all. */
  readonly kernels: number;
  /**
   * Loops over the parameter in the program of the wasm backend: more than 1 where a sum comes between, or where a part of
   * the next state is needed for nothing else.
   */
  readonly loops: number;
}

/** Muon is none of them: nearly all that it does are products of matrices. */
const costs: Readonly<Record<Exclude<OptimizerName, 'muon'>, Cost>> = {
  adadelta: { large: 16, kernels: 17, loops: 2 },
  adafactor: { large: 10, kernels: 39, loops: 4 },
  adagrad: { large: 7, kernels: 8, loops: 1 },
  adam: { large: 13, kernels: 25, loops: 1 },
  adamax: { large: 11, kernels: 17, loops: 1 },
  adamw: { large: 15, kernels: 28, loops: 1 },
  adan: { large: 28, kernels: 47, loops: 1 },
  ftrl: { large: 16, kernels: 18, loops: 1 },
  lamb: { large: 16, kernels: 43, loops: 3 },
  lars: { large: 7, kernels: 22, loops: 3 },
  // Ten pairs, twice each, and three evaluations.
  lbfgs: { large: 85, kernels: 336, loops: 27 },
  lion: { large: 14, kernels: 15, loops: 2 },
  nadam: { large: 16, kernels: 41, loops: 1 },
  radam: { large: 14, kernels: 73, loops: 1 },
  rmsprop: { large: 9, kernels: 10, loops: 1 },
  scheduleFreeAdamw: { large: 17, kernels: 25, loops: 2 },
  sgd: { large: 2, kernels: 3, loops: 1 },
};

type Training = { readonly params: TensorTree; readonly state: TensorTree };

describeBackends('an update of a million parameters', (backend) => {
  describe.each(Object.entries(costs))('%s', (name, cost) => {
    const optimizer: Optimizer = recipes[name as OptimizerName]();

    /** Runs `use` with a training that starts and its gradients, and frees them. */
    async function withTraining(use: (training: Training, grads: TensorTree) => void | Promise<void>): Promise<void> {
      const params = { kernel: fill(shape, 0.5) };
      const grads = { kernel: fill(shape, 0.25) };
      const state = optimizer.init(params);
      try {
        await use({ params, state }, grads);
      } finally {
        for (const leaf of treeLeaves<Tensor>([params, grads, state])) leaf.dispose();
      }
    }

    function step({ params, state }: Training, grads: TensorTree): Training {
      const loss = scalar(1);
      const next = optimizer.update(grads, state, params, { loss, evaluate: () => ({ loss, grads }) });
      return { params: applyUpdates(params, next.updates), state: next.state };
    }

    it('is a handful of kernels', async () => {
      await withTraining(async (training, grads) => {
        const { kernels } = await profile(() => tidy(() => void step(training, grads)));
        const large = kernels.filter(({ outputShapes }) => String(outputShapes[0]) === String(shape));
        expect(large.length).toBeGreaterThan(0);
        expect(large.length).toBeLessThanOrEqual(cost.large);
        expect(kernels.length).toBeLessThanOrEqual(cost.kernels);
      });
    });

    if (!compilingBackends.includes(backend)) return; // the others replay kernels
    it('is one program of few loops', async () => {
      await withTraining((training, grads) => {
        const program = jit(step, { name });
        tidy(() => void program(training, grads));
        const [summary = '', ...steps] = program.report().split('\n');
        program.dispose();
        expect(summary).toContain(' 0 registered kernels');
        const loops = steps.filter((line) => line.includes('loop over [1000, 1000]'));
        expect(loops.length, steps.join('\n')).toBe(cost.loops);
      });
    });
  });
});
