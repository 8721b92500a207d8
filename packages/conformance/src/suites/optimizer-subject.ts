/** What the checks of the optimizer suite are given. */
import type { Backend } from '@isograd/core';
import type { OptimizerCase, TensorTree, TestedOptimizer } from './optimizer-case.js';
import type { RegressionProblem } from './optimizer-problem.js';
import type { HostTree } from './tensor-tree.js';

/** A function that runs as a program. */
export interface CapturedFunction {
  (input: TensorTree): TensorTree;
  /** How often it was captured. */
  readonly traces: number;
  dispose(): void;
}

/** What the suite needs of the packages whose transformations it tests. */
export interface OptimizerImplementation {
  /** Makes an optimizer of its name and config, as plain JSON. */
  read(serialized: { readonly name: string; readonly config: Readonly<Record<string, unknown>> }): TestedOptimizer;
  /** Captures a function: `jit` of @isograd/jit. */
  jit(fn: (input: TensorTree) => TensorTree): CapturedFunction;
  /** Backends to which a training moves half-way. Default: none. */
  readonly otherBackends?: readonly Backend[];
  /** Whether programs on this backend have other functions than its kernels, and round otherwise. Default: false. */
  readonly programsRoundOtherwise?: boolean;
  /** Steps of the longest training; a backend that computes slowly may have fewer, at least 10. Default: 50. */
  readonly trainingSteps?: number;
}

/** A case, and a training of it that nothing interrupts. */
export interface OptimizerSubject {
  readonly optimizerCase: OptimizerCase;
  readonly implementation: OptimizerImplementation;
  readonly problem: RegressionProblem;
  /** Parameters and state after `halfTraining` steps, and after twice as many. */
  readonly halfway: HostTree;
  readonly whole: HostTree;
}

/** Steps until a training is interrupted. */
export const halfTraining = 6;
