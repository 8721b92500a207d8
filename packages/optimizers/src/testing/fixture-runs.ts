/** Runs of an optimizer as the fixtures describe them: a regression, or given gradients. */
import { treeLeaves } from '@isograd/core';
import { type FixtureCase, type FixtureFile, type NamedTensors, toTensor } from '@isograd/testing';
import { add, matMul, mean, square, sub, tensor, type Tensor, valueAndGrads } from '@tensorflow/tfjs-core';
import { applyUpdates } from '../apply-updates.js';
import type { Evaluation, TensorTree } from '../gradient-transformation.js';
import { setLearningRate } from '../learning-rate.js';
import type { Optimizer } from '../optimizer.js';
import { tidyTree } from '../tidy-tree.js';

/** Parameters by name. */
export type Params = { readonly [name: string]: Tensor };

/** Parameters and the state of an optimizer. */
export type Training = { readonly params: Params; readonly state: TensorTree };

/** What a run has computed: the values after each step, one step after the other. */
export type Recorded = { readonly [name: string]: number[] };

type Problem = NonNullable<FixtureFile['problem']>;

/** The loss mean((XW + b - Y)²) of the fixtures' regression at some parameters, and its gradients. */
export function evaluateRegression({ X, Y }: Params, { W, b }: Params, scaled: (loss: Tensor) => Tensor): Evaluation {
  const lossAt = (kernel: Tensor, bias: Tensor): Tensor =>
    mean(square(sub(add(matMul(X as Tensor, kernel), bias), Y as Tensor)));
  const at = [W as Tensor, b as Tensor] as const;
  const { grads } = valueAndGrads((kernel: Tensor, bias: Tensor) => scaled(lossAt(kernel, bias)))([...at]);
  return { loss: lossAt(...at), grads: { W: grads[0] as Tensor, b: grads[1] as Tensor } };
}

/** The first training of a case of given gradients, or of the regression. */
export function startOf(optimizer: Optimizer, inputs: NamedTensors): Training {
  const params = Object.fromEntries(
    Object.entries(inputs)
      .filter(([name]) => !name.startsWith('g_') && name !== 'X' && name !== 'Y')
      .map(([name, value]) => [name.replace(/^(W|b)0$/, '$1'), toTensor(value)]),
  );
  return { params, state: optimizer.init(params) };
}

/** Options of `runCase`. */
export interface RunOptions {
  /** Rates to set before each step. */
  readonly rates?: readonly number[] | undefined;
  /** Called after each step; what it returns is recorded under these names. */
  readonly observe?: (training: Training) => { readonly [name: string]: Tensor };
}

/**
 * Runs a case and records loss and parameters of each step. Every tensor is freed.
 *
 * @param problem - The regression, for cases that are not given their gradients.
 */
export function runCase(
  optimizer: Optimizer,
  { inputs, steps = 0 }: Pick<FixtureCase, 'inputs' | 'steps'>,
  problem: Problem | undefined,
  options: RunOptions = {},
): Recorded {
  const isGiven = Object.keys(inputs).length > 0;
  const data: Params = isGiven ? {} : { X: toTensor(problem?.inputs['X']), Y: toTensor(problem?.inputs['Y']) };
  const recorded: Record<string, number[]> = {};
  let training = startOf(optimizer, isGiven ? inputs : (problem?.inputs ?? {}));
  for (let step = 0; step < steps; step++) {
    const rate = options.rates?.[step];
    const { observed, ...after } = tidyTree(() => {
      const { params } = training;
      const state = rate === undefined ? training.state : setLearningRate(training.state, rate);
      const scaled = (loss: Tensor): Tensor => optimizer.scaleLoss?.(loss, state) ?? loss;
      const evaluate = (at: TensorTree): Evaluation => evaluateRegression(data, at as Params, scaled);
      const { loss, grads } = isGiven ? { loss: undefined, grads: gradientsAt(inputs, step) } : evaluate(params);
      const context = isGiven ? {} : { loss, evaluate };
      const { updates, state: next } = optimizer.update(grads, state, params, context);
      const trained = { params: applyUpdates(params, updates) as Params, state: next };
      return { ...trained, observed: { ...(loss && { loss }), ...trained.params, ...options.observe?.(trained) } };
    });
    for (const [name, value] of Object.entries(observed)) (recorded[name] ??= []).push(...value.dataSync());
    disposeReplaced([training, observed], after);
    training = after;
  }
  disposeReplaced([data, training], {});
  return recorded;
}

/** The gradients of one step of a case that is given them. */
function gradientsAt(inputs: NamedTensors, step: number): Params {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([name]) => name.startsWith('g_'))
      .map(([name, { values, shape }]) => {
        const each = shape.slice(1);
        const size = each.reduce((product, length) => product * length, 1);
        return [name.slice(2), tensor(Float32Array.from(values.slice(step * size, (step + 1) * size)), each)];
      }),
  );
}

/** Disposes what the first tree has and the second has not. */
function disposeReplaced(before: TensorTree, after: TensorTree): void {
  const kept = new Set(treeLeaves<Tensor>(after));
  for (const leaf of new Set(treeLeaves<Tensor>(before))) if (!kept.has(leaf)) leaf.dispose();
}
