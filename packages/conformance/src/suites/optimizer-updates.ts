/** What the updates of a transformation are: their form, what they do to the loss, to zeros and to NaN. */
import { IsogradError, treeLeaves } from '@isograd/core';
import { memory, Tensor, tidy } from '@tensorflow/tfjs-core';
import { errorOf } from './hostile-values.js';
import { paramPaths, unusedParam } from './optimizer-problem.js';
import type { OptimizerSubject } from './optimizer-subject.js';
import { OptimizerTrial } from './optimizer-trial.js';
import { differenceOf, formOf, type HostTree, hostTree, leafAt, withLeaf } from './tensor-tree.js';
import { toDevice, toHost } from './transfer.js';

/** Steps of the training whose tensors are counted, unless the caller says how many. */
const longTraining = 50;

/** Steps from one look at the parameters to the next. */
const readEvery = 10;

/** Updates within which something must show: a transformation may wait for more gradients. */
const patience = 4;

/** `init` makes a tree of new tensors and nothing beside it, and leaves the parameters alone. */
export function* checkState({ optimizerCase, problem }: OptimizerSubject): Generator<string> {
  const transformation = optimizerCase.make();
  const params = problem.params();
  const before = hostTree(params);
  const tensors = memory().numTensors;
  const state = transformation.init(params);
  const made = memory().numTensors - tensors;
  const leaves = treeLeaves<unknown>(state);
  const given = new Set<unknown>(treeLeaves<Tensor>(params));
  if (!leaves.every((leaf) => leaf instanceof Tensor)) yield 'the state holds something that is no tensor';
  if (leaves.some((leaf) => given.has(leaf))) yield 'the state holds parameters, which would be disposed with it';
  const owned = new Set(leaves).size;
  if (made !== owned) yield `init makes ${made} tensors for a state of ${owned}`;
  const changed = differenceOf(hostTree(params), before);
  if (changed !== undefined) yield `init changes the parameters: ${changed}`;
}

/** Updates have the form of the parameters, and the next state that of the first. */
export function* checkUpdates({ optimizerCase, problem }: OptimizerSubject): Generator<string> {
  const trial = new OptimizerTrial(optimizerCase, problem);
  const { params, state } = trial;
  const output = trial.next({ params, state, ...trial.evaluate() });
  const [got, expected] = [formOf(output.updates), formOf(params)];
  if (got !== expected) yield `updates are ${got}; the parameters are ${expected}`;
  if (formOf(output.state) !== formOf(state))
    yield `the state becomes ${formOf(output.state)}; it was ${formOf(state)}`;
}

/** A training stays finite, lowers the loss, leaves what is not used as it is, and holds as many tensors as before. */
export function* checkTraining({ optimizerCase, problem, implementation }: OptimizerSubject): Generator<string> {
  const trial = new OptimizerTrial(optimizerCase, problem);
  const lossOf = (): number => trial.evaluate().loss.dataSync()[0] as number;
  const unusedOf = (): HostTree => hostTree({ [unusedParam]: leafAt(trial.params, unusedParam) });
  const [firstLoss, firstUnused] = [lossOf(), unusedOf()];
  const tensors = memory().numTensors;
  for (let step = 1; step <= (implementation.trainingSteps ?? longTraining); step++) {
    trial.step();
    const left = memory().numTensors - tensors;
    if (left !== 0) return yield `step ${step} leaves ${left} tensors behind`;
    if (step % readEvery !== 0) continue;
    const broken = [...hostTree(trial.params)].find(([, { values }]) => !values.every(Number.isFinite));
    if (broken !== undefined) return yield `${broken[0]} is not finite after step ${step}`;
  }
  const lastLoss = lossOf();
  if (!(lastLoss < firstLoss)) yield `the loss goes from ${firstLoss} to ${lastLoss}`;
  if ([...trial.toHost().values()].some(({ values }) => values.some(Number.isNaN))) yield 'the state holds NaN';
  const moved = differenceOf(unusedOf(), firstUnused);
  if (moved !== undefined && optimizerCase.movesAtZeroGradient === undefined) {
    yield `a parameter moves whose gradient is always zero: ${moved}`;
  }
  const evaluated = trial.transformation.evaluationParams?.(trial.params, trial.state);
  if (evaluated === undefined) return;
  if (formOf(evaluated) !== formOf(trial.params)) yield `evaluationParams gives ${formOf(evaluated)}`;
  const evaluatedLoss = problem.evaluate(evaluated).loss.dataSync()[0] as number;
  if (!(evaluatedLoss < firstLoss)) yield `the loss at the evaluation parameters is ${evaluatedLoss} of ${firstLoss}`;
}

/** Gradients of zero move nothing, from a fresh state. */
export function* checkZeroGradients({ optimizerCase, problem }: OptimizerSubject): Generator<string> {
  const trial = new OptimizerTrial(optimizerCase, problem);
  const before = hostTree(trial.params);
  for (let step = 0; step < patience; step++) ({ params: trial.params, state: trial.state } = trial.nextAtZero());
  const moved = differenceOf(hostTree(trial.params), before);
  const { movesAtZeroGradient: reason } = optimizerCase;
  if (moved !== undefined && reason === undefined) yield `parameters move: ${moved}`;
  if (moved === undefined && reason !== undefined) yield `nothing moves, although ${reason}`;
}

/** A NaN reaches the updates of its own parameter, and no other where parameters have nothing to do with each other. */
export function* checkNaN({ optimizerCase, problem }: OptimizerSubject): Generator<string> {
  const hidden: string[] = [];
  const reached: string[] = [];
  for (const path of paramPaths) {
    const trial = new OptimizerTrial(optimizerCase, problem);
    const { params } = trial;
    const { loss, grads } = trial.evaluate();
    let [state, isReached] = [trial.state, false];
    for (let step = 0; step < patience && !isReached; step++) {
      const given = step === 0 ? withLeaf(grads, path, startingWithNaN) : grads;
      const output = trial.next({ params, state, grads: given, loss });
      const broken = [...hostTree(output.updates)].filter(([, { values }]) => values.some(Number.isNaN));
      isReached = broken.some(([other]) => other === path);
      reached.push(...broken.flatMap(([other]) => (other === path ? [] : [`${path} → ${other}`])));
      state = output.state;
    }
    if (!isReached) hidden.push(path);
  }
  const { hidesNaN: reason, isGlobal = false } = optimizerCase;
  if (hidden.length > 0 && reason === undefined) yield `NaN is hidden in the gradients of ${hidden.join(', ')}`;
  if (hidden.length === 0 && reason !== undefined) yield `NaN is hidden nowhere, although ${reason}`;
  if (reached.length > 0 && !isGlobal) yield `NaN reaches other parameters: ${reached.join(', ')}`;
  if (reached.length === 0 && isGlobal)
    yield 'NaN reaches no other parameter, although the case says that it is global';
}

/** What draws numbers draws others in the next update. */
export function* checkRandomness({ optimizerCase, problem }: OptimizerSubject): Generator<string> {
  if (optimizerCase.isRandom !== true) return;
  const trial = new OptimizerTrial(optimizerCase, problem);
  const first = trial.nextAtZero();
  trial.state = first.state;
  const second = trial.nextAtZero();
  if (differenceOf(hostTree(second.updates), hostTree(first.updates)) === undefined) yield 'two updates draw the same';
}

/** An update without a context says so if it needs one. */
export function* checkContext({ optimizerCase, problem }: OptimizerSubject): Generator<string> {
  const trial = new OptimizerTrial(optimizerCase, problem);
  const { transformation, params, state } = trial;
  const { grads } = trial.evaluate();
  const error = errorOf(() => tidy(() => void transformation.update(grads, state, params)));
  const { needs } = optimizerCase;
  const isTold = error instanceof IsogradError && error.code === 'UPDATE_CONTEXT';
  if (needs === undefined && error !== undefined) yield `an update without a context ends in ${String(error)}`;
  if (needs !== undefined && !isTold) yield `an update without ${needs} ends in ${String(error)}`;
}

function startingWithNaN(leaf: Tensor): Tensor {
  const host = toHost(leaf);
  return toDevice({ ...host, values: host.values.map((value, place) => (place === 0 ? Number.NaN : value)) });
}
