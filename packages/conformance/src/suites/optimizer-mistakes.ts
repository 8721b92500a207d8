/** What a transformation says to mistakes, and what becomes of the config of an optimizer. */
import { IsogradError } from '@isograd/core';
import { cast, ones, tidy } from '@tensorflow/tfjs-core';
import { errorOf, garbage } from './hostile-values.js';
import type { TestedOptimizer, TestedTransformation } from './optimizer-case.js';
import { halfTraining, type OptimizerSubject } from './optimizer-subject.js';
import { OptimizerTrial, type StepInput } from './optimizer-trial.js';
import { isSame } from './plain-json.js';
import { differenceOf, withLeaf } from './tensor-tree.js';

/** One mistake of a caller. */
interface Mistake {
  readonly what: string;
  /** The code that an optimizer answers with. */
  readonly code: string;
  /** What its message names. */
  readonly names: string;
  make(trial: OptimizerTrial, given: StepInput): void;
}

const mistakes: readonly Mistake[] = [
  {
    what: 'no parameters',
    code: 'OPTIMIZER_PARAMS',
    names: '',
    make: ({ transformation }) => void transformation.init({}),
  },
  {
    what: 'an int32 parameter',
    code: 'OPTIMIZER_PARAMS',
    names: 'head/kernel',
    make: ({ transformation }, { params }) =>
      void transformation.init(withLeaf(params, 'head/kernel', (leaf) => cast(leaf, 'int32'))),
  },
  {
    what: 'a list where the gradient of a parameter should be',
    code: 'TREE_STRUCTURE',
    names: 'blocks/1/bias',
    make: (trial, given) =>
      void trial.next({ ...given, grads: withLeaf(given.grads, 'blocks/1/bias', (leaf) => [leaf]) }),
  },
  {
    what: 'a gradient of another shape',
    code: 'OPTIMIZER_SHAPE',
    names: 'blocks/1/bias',
    // One that would broadcast.
    make: (trial, given) =>
      void trial.next({ ...given, grads: withLeaf(given.grads, 'blocks/1/bias', () => ones([1])) }),
  },
];

/**
 * An optimizer answers a mistake with the error for it, and names the parameter. A transformation alone, which a chain
 * checks for, may take it, but fails with a typed error if it fails.
 */
export function* checkMistakes({ optimizerCase, problem }: OptimizerSubject): Generator<string> {
  for (const { what, code, names, make } of mistakes) {
    const trial = new OptimizerTrial(optimizerCase, problem);
    const { params, state } = trial;
    const given = { params, state, ...trial.evaluate() };
    const error = errorOf(() => tidy(() => make(trial, given)));
    if (error === undefined && !isOptimizer(trial.transformation)) continue;
    const isRight =
      error instanceof IsogradError &&
      (!isOptimizer(trial.transformation) || (error.code === code && error.message.includes(names)));
    if (!isRight) yield `${what} should end in ${code} and name "${names}"; it ends in ${String(error)}`;
  }
}

/** An optimizer made of its own config has the same config, and makes the same updates. */
export function* checkConfig({ optimizerCase, implementation, problem, whole }: OptimizerSubject): Generator<string> {
  const optimizer = optimizerCase.make();
  if (!isOptimizer(optimizer)) return;
  const { name, config } = optimizer;
  const parsed = JSON.parse(JSON.stringify({ name, config })) as typeof optimizer;
  if (!isSame(parsed.config, config)) yield `the config is not plain JSON: ${JSON.stringify(config)}`;
  const { isSerializable = true } = optimizerCase;
  const error = errorOf(() => implementation.read(parsed));
  if (!isSerializable) {
    if (!(error instanceof IsogradError)) yield `reading what holds a function ends in ${String(error)}`;
    return;
  }
  if (error !== undefined) return yield `reading its config ends in ${String(error)}`;
  const again = implementation.read(parsed);
  if (again.name !== name || !isSame(again.config, config)) {
    yield `read back it is ${again.name} ${JSON.stringify(again.config)}; expected ${name} ${JSON.stringify(config)}`;
  }
  const trial = new OptimizerTrial(optimizerCase, problem, again);
  const difference = differenceOf(trial.run(2 * halfTraining).toHost(), whole);
  if (difference !== undefined) yield `an optimizer made of the config trains otherwise: ${difference}`;
}

/** A number that is a size in some option: what it makes is too large to try. */
const largest = 1e9;

/** Whatever stands in a config, reading it and starting with it either works or ends in a typed error. */
export function* checkHostileConfigs(subject: OptimizerSubject): Generator<string> {
  const { optimizerCase, implementation, problem } = subject;
  const optimizer = optimizerCase.make();
  if (!isOptimizer(optimizer) || optimizerCase.isSerializable === false) return;
  const { name } = optimizer;
  const config = JSON.parse(JSON.stringify(optimizer.config)) as Readonly<Record<string, unknown>>;
  for (const option of Object.keys(config)) {
    for (const value of garbage) {
      const error = errorOf(() => {
        const read = implementation.read({ name, config: { ...config, [option]: value } });
        if (value !== largest) tidy(() => void new OptimizerTrial(optimizerCase, problem, read).run(1));
      });
      if (error !== undefined && !(error instanceof IsogradError)) {
        yield `option ${option} = ${JSON.stringify(value)} ends in ${String(error)}`;
      }
    }
  }
  const error = errorOf(() => implementation.read({ name, config: {} }));
  if (error !== undefined && !(error instanceof IsogradError)) yield `an empty config ends in ${String(error)}`;
}

function isOptimizer(transformation: TestedTransformation | TestedOptimizer): transformation is TestedOptimizer {
  return 'config' in transformation;
}
