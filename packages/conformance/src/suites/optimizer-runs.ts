/** How a transformation runs: again, from a saved state, as a program, on another backend, and with what kernels. */
import { getActiveBackend, useBackend } from '@isograd/core';
import { engine, profile, tidy } from '@tensorflow/tfjs-core';
import type { TensorTree } from './optimizer-case.js';
import { halfTraining, type OptimizerSubject } from './optimizer-subject.js';
import { OptimizerTrial, type StepInput, tidyTree } from './optimizer-trial.js';
import { differenceOf, distanceOf, type HostTree, hostTree } from './tensor-tree.js';

/** Largest difference of parameters after steps that round otherwise, over the largest parameter. */
const roundingTolerance = 2 ** -18;

/** The same start gives the same training. */
export function* checkDeterminism({ optimizerCase, problem, whole }: OptimizerSubject): Generator<string> {
  const again = new OptimizerTrial(optimizerCase, problem).run(2 * halfTraining);
  const difference = differenceOf(again.toHost(), whole);
  if (difference !== undefined) yield `a second training differs: ${difference}`;
}

/** Parameters and state are all that a training needs to go on. */
export function* checkSavedState({ optimizerCase, problem, halfway, whole }: OptimizerSubject): Generator<string> {
  const resumed = new OptimizerTrial(optimizerCase, problem);
  resumed.restore(halfway);
  const difference = differenceOf(resumed.run(halfTraining).toHost(), whole);
  if (difference !== undefined) yield `a training goes on otherwise: ${difference}`;
}

/** What is given to an update lives on, and keeps its values. */
export function* checkInputs({ optimizerCase, problem }: OptimizerSubject): Generator<string> {
  const trial = new OptimizerTrial(optimizerCase, problem).run(1);
  const { params, state } = trial;
  const given = { params, state, ...trial.evaluate() };
  const before = hostTree(given);
  tidy(() => void trial.next(given));
  const changed = differenceOf(hostTree(given), before);
  if (changed !== undefined) yield `an update changes what it is given: ${changed}`;
}

/** Every update runs the same kernels, whatever the gradients, and reads nothing. */
export async function* checkKernels({ optimizerCase, problem }: OptimizerSubject): AsyncGenerator<string> {
  const trial = new OptimizerTrial(optimizerCase, problem);
  const { loss } = trial.evaluate();
  const kernelsAt = async (grads: TensorTree): Promise<string> => {
    const { params, state } = trial;
    const { kernels } = await profile(() => tidy(() => void trial.next({ params, state, grads, loss })));
    return kernels.map(({ name }) => name).join(', ');
  };
  const first = await kernelsAt(problem.constantGradients(0));
  for (let step = 1; step <= halfTraining; step++) {
    const { params, state } = trial;
    const input = { params, state, ...trial.evaluate() };
    const { result, reads } = readsDuring(() => tidyTree(() => trial.next(input)));
    trial.replace(input, result);
    if (reads > 0) yield `update ${step} reads to the host ${reads} times`;
    const later = await kernelsAt(problem.constantGradients(1e3));
    if (later !== first) return yield `after ${step} updates the kernels are ${later}; at first they were ${first}`;
  }
}

/** A program computes what kernels compute one by one, and is captured once. */
export function* checkProgram(subject: OptimizerSubject): Generator<string> {
  const { optimizerCase, implementation, problem, halfway, whole } = subject;
  const { programsRoundOtherwise = false } = implementation;
  // Roundings grow from step to step: where all of them differ, for as long as on another backend.
  const [steps, expected] = programsRoundOtherwise ? [halfTraining, halfway] : [2 * halfTraining, whole];
  const trial = new OptimizerTrial(optimizerCase, problem);
  const program = implementation.jit((input) => {
    const { params, state } = trial.next(input as StepInput);
    return { params, state };
  });
  try {
    for (let step = 0; step < steps; step++) {
      const { params, state } = trial;
      const input = { params, state, ...trial.evaluate() };
      const next = program(input) as Pick<StepInput, 'params' | 'state'>;
      trial.replace(input, { ...next, updates: {} });
    }
    if (program.traces !== 1) yield `it is captured ${program.traces} times`;
  } finally {
    program.dispose();
  }
  const difference =
    programsRoundOtherwise || optimizerCase.sums !== undefined
      ? distanceOf(paramsIn(trial.toHost()), paramsIn(expected), roundingTolerance)
      : differenceOf(trial.toHost(), expected);
  if (difference !== undefined) yield `the program computes something else: ${difference}`;
}

/** A training goes on where its tensors are moved to. */
export async function* checkOtherBackends(subject: OptimizerSubject): AsyncGenerator<string> {
  const { optimizerCase, implementation, problem, halfway, whole } = subject;
  const home = getActiveBackend().backend;
  for (const backend of implementation.otherBackends ?? []) {
    const trial = new OptimizerTrial(optimizerCase, problem);
    trial.restore(halfway);
    await useBackend(backend);
    try {
      const end = paramsIn(trial.run(halfTraining).toHost());
      const difference = distanceOf(end, paramsIn(whole), roundingTolerance);
      if (difference !== undefined) yield `moved to ${backend.name} a training goes on otherwise: ${difference}`;
    } finally {
      await useBackend(home);
    }
  }
}

/** The parameters of a training on the host. */
function paramsIn(tree: HostTree): HostTree {
  return new Map([...tree].filter(([path]) => path.startsWith('params/')));
}

/** Runs `fn`, and counts the reads in it: its own, not those by which a kernel gets at its inputs. */
function readsDuring<T>(fn: () => T): { readonly result: T; readonly reads: number } {
  const tracker = engine();
  const [read, readSync] = [tracker.read.bind(tracker), tracker.readSync.bind(tracker)];
  let reads = 0;
  tracker.read = (dataId) => {
    reads++;
    return read(dataId);
  };
  tracker.readSync = (dataId) => {
    reads++;
    return readSync(dataId);
  };
  try {
    return { result: fn(), reads };
  } finally {
    // Those of the class show again.
    for (const name of ['read', 'readSync']) Reflect.deleteProperty(tracker, name);
  }
}
