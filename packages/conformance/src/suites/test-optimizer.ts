/**
 * Everything that a gradient transformation promises, asked of one case on the active backend: its updates fit and
 * train, its state is all that it remembers, it runs as a program, and it leaves nothing behind.
 */
import { setLogger } from '@isograd/core';
import { engine, memory } from '@tensorflow/tfjs-core';
import type { OptimizerCase } from './optimizer-case.js';
import { checkConfig, checkHostileConfigs, checkMistakes } from './optimizer-mistakes.js';
import { RegressionProblem } from './optimizer-problem.js';
import {
  checkDeterminism,
  checkInputs,
  checkKernels,
  checkOtherBackends,
  checkProgram,
  checkSavedState,
} from './optimizer-runs.js';
import { halfTraining, type OptimizerImplementation, type OptimizerSubject } from './optimizer-subject.js';
import { OptimizerTrial } from './optimizer-trial.js';
import {
  checkContext,
  checkNaN,
  checkRandomness,
  checkState,
  checkTraining,
  checkUpdates,
  checkZeroGradients,
} from './optimizer-updates.js';

/** One promise; what it yields are failures. */
interface Check {
  readonly name: string;
  run(subject: OptimizerSubject): Iterable<string> | AsyncIterable<string>;
}

/** What the suite found of one case. */
export interface OptimizerReport {
  readonly name: string;
  /** Names of the checks. */
  readonly checks: readonly string[];
  /** Each failure in words. */
  readonly failures: readonly string[];
}

const checks: readonly Check[] = [
  { name: 'state', run: checkState },
  { name: 'updates', run: checkUpdates },
  { name: 'training', run: checkTraining },
  { name: 'zero gradients', run: checkZeroGradients },
  { name: 'NaN', run: checkNaN },
  { name: 'randomness', run: checkRandomness },
  { name: 'context', run: checkContext },
  { name: 'determinism', run: checkDeterminism },
  { name: 'saved state', run: checkSavedState },
  { name: 'inputs', run: checkInputs },
  { name: 'kernels', run: checkKernels },
  { name: 'program', run: checkProgram },
  { name: 'other backends', run: checkOtherBackends },
  { name: 'mistakes', run: checkMistakes },
  { name: 'config', run: checkConfig },
  { name: 'hostile configs', run: checkHostileConfigs },
];

/**
 * Holds a gradient transformation to the contract.
 *
 * @param optimizerCase - The transformation, and what is known of it beforehand.
 * @param implementation - The packages that it comes from.
 */
export async function testOptimizer(
  optimizerCase: OptimizerCase,
  implementation: OptimizerImplementation,
): Promise<OptimizerReport> {
  const failures: string[] = [];
  const logger = setLogger((message) => failures.push(`warning: ${message}`));
  const tensors = memory().numTensors;
  const attempt = async (name: string, fn: () => Iterable<string> | AsyncIterable<string>): Promise<void> => {
    engine().startScope();
    try {
      for await (const failure of fn()) failures.push(`${name}: ${failure}`);
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    } finally {
      engine().endScope();
    }
  };
  const problem = new RegressionProblem();
  const subjects: OptimizerSubject[] = [];
  await attempt('steps', () => {
    const trial = new OptimizerTrial(optimizerCase, problem);
    const [halfway, whole] = [trial.run(halfTraining).toHost(), trial.run(halfTraining).toHost()];
    subjects.push({ optimizerCase, implementation, problem, halfway, whole });
    return [];
  });
  // Where not even these succeed there is nothing to compare with.
  for (const subject of subjects) for (const { name, run } of checks) await attempt(name, () => run(subject));
  problem.dispose();
  const left = memory().numTensors - tensors;
  if (left !== 0) failures.push(`memory: ${left} tensors were left behind`);
  setLogger(logger);
  return { name: optimizerCase.name, checks: ['steps', ...checks.map(({ name }) => name), 'memory'], failures };
}
