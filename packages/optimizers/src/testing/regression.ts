/** Runs on the regression of the fixtures, with the parameters that an optimizer gives for evaluation. */
import { loadFixtures } from '@isograd/testing';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorTree } from '../gradient-transformation.js';
import type { Optimizer } from '../optimizer.js';
import { type Params, runCase } from './fixture-runs.js';

const { problem } = await loadFixtures('optimizers');

/** What a run of several steps saw, one row a step. */
export interface Recording {
  /** Before each step. */
  readonly loss: number[];
  /** The weights `[4, 3]` and the bias `[3]` after it. */
  readonly W: number[];
  readonly b: number[];
  /** The same for evaluation. */
  readonly evaluationW: number[];
  readonly evaluationB: number[];
  /** What was observed of the state. */
  readonly observed: number[];
}

/**
 * Runs some steps from the start of the fixtures.
 *
 * @param observe - A tensor of the state to look at after each step.
 */
export function recordRegression(
  optimizer: Optimizer,
  steps: number,
  observe?: (state: TensorTree) => Tensor,
): Recording {
  const empty: Recording = { loss: [], W: [], b: [], evaluationW: [], evaluationB: [], observed: [] };
  const recorded = runCase(optimizer, { inputs: {}, steps }, problem, {
    observe: ({ params, state }) => {
      const judged = (optimizer.evaluationParams?.(params, state) ?? params) as Params;
      return {
        evaluationW: judged['W'] as Tensor,
        evaluationB: judged['b'] as Tensor,
        ...(observe && { observed: observe(state) }),
      };
    },
  });
  return { ...empty, ...recorded };
}
