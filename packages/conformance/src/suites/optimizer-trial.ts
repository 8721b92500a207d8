/** One transformation of a case at work on the regression: what every check of the optimizer suite works with. */
import { treeLeaves, treeMap } from '@isograd/core';
import { add, mul, scalar, type Tensor, type TensorContainer, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type {
  OptimizerCase,
  TensorTree,
  TestedEvaluation,
  TestedOptimizer,
  TestedTransformation,
  TestedUpdateContext,
} from './optimizer-case.js';
import type { RegressionProblem } from './optimizer-problem.js';
import { type HostTree, hostTree } from './tensor-tree.js';
import { toDevice } from './transfer.js';

/** What a step starts from. */
export type StepInput = {
  readonly params: TensorTree;
  readonly state: TensorTree;
  readonly grads: TensorTree;
  readonly loss: Tensor;
};

/** What a step makes. */
export type StepOutput = {
  readonly params: TensorTree;
  readonly state: TensorTree;
  readonly updates: TensorTree;
};

/** The learning rate of what has none. */
const directionRate = -0.05;

/** A transformation, its parameters and its state. */
export class OptimizerTrial {
  readonly transformation: TestedTransformation & Partial<TestedOptimizer>;
  readonly #problem: RegressionProblem;
  readonly #case: OptimizerCase;
  params: TensorTree;
  state: TensorTree;

  constructor(
    optimizerCase: OptimizerCase,
    problem: RegressionProblem,
    transformation: TestedTransformation = optimizerCase.make(),
  ) {
    this.#case = optimizerCase;
    this.#problem = problem;
    this.transformation = transformation;
    this.params = problem.params();
    this.state = transformation.init(this.params);
  }

  /** Loss and gradients where the parameters are: those of the scaled loss, if it is scaled; the caller's. */
  evaluate(): TestedEvaluation {
    return tidyTree(() => this.#evaluateAt(this.params, this.state));
  }

  /** One update, added to the parameters; for use in a scope. */
  next(
    { params, state, grads, loss }: StepInput,
    evaluate: TestedUpdateContext['evaluate'] = (at) => this.#evaluateAt(at, state),
  ): StepOutput {
    const { needs, isDirection = false } = this.#case;
    const context = { ...(needs !== undefined && { loss }), ...(needs === 'evaluate' && { evaluate }) };
    const { updates, state: after } = this.transformation.update(grads, state, params, context);
    const step = ([param, update]: readonly Tensor[]): Tensor =>
      add(param as Tensor, isDirection ? mul(update as Tensor, directionRate) : (update as Tensor));
    return { params: treeMap<Tensor, Tensor>(step, params, updates), state: after, updates };
  }

  /** An update of gradients of zero, added to the parameters; for use in a scope. */
  nextAtZero(): StepOutput {
    const zeros = (tree: TensorTree): TensorTree => treeMap<Tensor, Tensor>(([leaf]) => zerosLike(leaf), tree);
    const { params, state } = this;
    const loss = scalar(0);
    return this.next({ params, state, grads: zeros(params), loss }, (at) => ({ loss, grads: zeros(at) }));
  }

  /** Steps, and disposes what nobody needs any more. */
  step(): void {
    const { loss, grads } = this.evaluate();
    const { params, state } = this;
    const input = { params, state, grads, loss };
    this.replace(
      input,
      tidyTree(() => this.next(input)),
    );
  }

  /** Steps so many times. */
  run(steps: number): this {
    for (let step = 0; step < steps; step++) this.step();
    return this;
  }

  /** Takes over what a step has made, and disposes what is not a part of it. */
  replace(input: TensorTree, { params, state, updates }: StepOutput): void {
    [this.params, this.state] = [params, state];
    const kept = new Set(treeLeaves<Tensor>([params, state]));
    for (const leaf of treeLeaves<Tensor>([input, updates])) if (!kept.has(leaf)) leaf.dispose();
  }

  /** Parameters and state on the host. */
  toHost(): HostTree {
    return hostTree({ params: this.params, state: this.state });
  }

  /** Takes parameters and state from the host. */
  restore(saved: HostTree): void {
    const { params, state } = this;
    const fromHost = (tree: TensorTree, name: string): TensorTree =>
      treeMap<Tensor, Tensor>(([leaf], path) => {
        const value = saved.get(joined(name, path));
        leaf.dispose();
        if (value === undefined) throw new Error(`nothing was saved for ${joined(name, path)}`);
        return toDevice(value);
      }, tree);
    [this.params, this.state] = [fromHost(params, 'params'), fromHost(state, 'state')];
  }

  dispose(): void {
    for (const leaf of treeLeaves<Tensor>([this.params, this.state])) leaf.dispose();
  }

  #evaluateAt(params: TensorTree, state: TensorTree): TestedEvaluation {
    const { loss, grads } = this.#problem.evaluate(params);
    const factor = this.transformation.scaleLoss?.(scalar(1), state);
    if (factor === undefined) return { loss, grads };
    return { loss, grads: treeMap<Tensor, Tensor>(([gradient]) => mul(gradient, factor), grads) };
  }
}

/** tf.tidy for functions that return trees. */
export function tidyTree<T extends object>(fn: () => T): T {
  return tidy(fn as () => TensorContainer) as T;
}

function joined(name: string, path: string): string {
  return path === '' ? name : `${name}/${path}`;
}
