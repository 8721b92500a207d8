/**
 * One step of training, and one of evaluation: what `fit`, `evaluate` and `trainOnBatch` repeat.
 *
 * A training step is forward, loss, gradients, optimizer update and metrics, in one scope that frees all but
 * the state: weights, optimizer slots and states of metrics are variables, so the step is a function of them and of
 * a batch, without a host read inside.
 */
import { type NdArray, type Tree, treeMap, treeUnflatten, variableGradients } from '@isograd/core';
import { applyUpdates, type Optimizer, setLearningRate } from '@isograd/optimizers';
import * as tf from '@tensorflow/tfjs-core';
import { type Loss, reduceLoss } from '../losses/loss.js';
import type { Layer } from '../layer.js';
import { asNonEmpty, toList } from '../tensor-list.js';
import type { Weight } from '../weight.js';
import type { Examples } from './examples.js';
import { type LoggedMetric, MetricStates } from './metric-states.js';
import { type DeviceExamples, Step } from './step.js';

/** Loss and metrics of one output. */
export interface OutputObjective {
  readonly loss: Loss;
  readonly lossWeight: number;
  readonly metrics: readonly LoggedMetric[];
}

/** What is minimised and what is measured. */
export interface Objective {
  readonly optimizer: Optimizer;
  /** One for each output of the model. */
  readonly outputs: readonly OutputObjective[];
  /** Whether steps are captured and run as programs. */
  readonly jit: boolean;
}

/** Runs steps of one model with one objective. */
export class Trainer {
  /** The mean loss and every metric; the caller resets them. */
  readonly metrics: MetricStates;
  readonly #model: Layer;
  /** What is minimised and measured. */
  readonly objective: Objective;
  #optimizerState: Tree<tf.Variable> | undefined;
  readonly #train: Step<DeviceExamples, tf.Tensor1D>;
  readonly #test: Step<DeviceExamples, tf.Tensor1D>;
  /** What the last training step trained: another choice is another step. */
  #trained: readonly Weight[] = [];

  constructor(model: Layer, objective: Objective) {
    this.#model = model;
    this.objective = objective;
    this.#train = new Step(`training of ${model.name}`, objective.jit, (examples) => this.#update(examples));
    this.#test = new Step(`evaluation of ${model.name}`, objective.jit, (examples) => this.#measure(examples));
    this.metrics = new MetricStates(objective.outputs.flatMap(({ metrics }) => metrics));
  }

  /** State of the optimizer by path, undefined before the first step. */
  get optimizerState(): Tree<tf.Variable> | undefined {
    return this.#optimizerState;
  }

  /**
   * Gives the optimizer another learning rate from the next step on.
   *
   * @throws {ValueError} LEARNING_RATE @throws {StateError} when a schedule decides, or nothing has a rate
   */
  setLearningRate(learningRate: number): void {
    tf.tidy(() => {
      const state = this.#stateOfOptimizer();
      assignSlots(state, setLearningRate(state, learningRate));
    });
  }

  /**
   * One training step.
   *
   * @returns float32 vector: the loss of this batch, then the mean loss and the metrics; the caller disposes it.
   */
  async trainStep(batch: Examples): Promise<tf.Tensor1D> {
    this.#stateOfOptimizer(); // a captured step makes no variables
    const weights = this.#model.trainableWeights;
    if (weights.length !== this.#trained.length || weights.some((weight, index) => weight !== this.#trained[index])) {
      this.#train.forget();
      this.#trained = [...weights];
    }
    return this.#train.run(() => upload(batch));
  }

  /**
   * Loss and metrics of a batch, without training.
   *
   * @returns As `trainStep`.
   */
  testStep(batch: Examples): Promise<tf.Tensor1D> {
    return this.#test.run(() => upload(batch));
  }

  dispose(): void {
    this.#train.forget();
    this.#test.forget();
    this.metrics.dispose();
    if (this.#optimizerState !== undefined)
      treeMap<tf.Variable, void>(([slot]) => slot.dispose(), this.#optimizerState);
    this.#optimizerState = undefined;
  }

  #update(examples: DeviceExamples): tf.Tensor1D {
    const params = this.#params();
    const state = this.#stateOfOptimizer();
    let outputs: readonly tf.Tensor[] = [];
    try {
      const { value: loss, gradients } = variableGradients(() => {
        // The outputs outlive the scope of the gradients, because metrics are no part of what is differentiated.
        outputs = this.#predict(examples.x, true).map((output) => tf.keep(output));
        return this.#loss(examples, outputs);
      }, Object.values(params));
      const gradientTree = treeUnflatten<tf.Tensor, tf.Tensor>(params, gradients);
      const next = this.objective.optimizer.update(gradientTree, state, params);
      const updated = applyUpdates(params, next.updates);
      treeMap<tf.Tensor, void>(([param, value]) => (param as tf.Variable).assign(value as tf.Tensor), params, updated);
      assignSlots(state, next.state);
      return this.#record(examples, outputs, loss);
    } finally {
      for (const output of outputs) output.dispose();
    }
  }

  #measure(examples: DeviceExamples): tf.Tensor1D {
    const outputs = this.#predict(examples.x, false);
    return this.#record(examples, outputs, this.#loss(examples, outputs));
  }

  #params(): Record<string, tf.Variable> {
    return Object.fromEntries(this.#model.trainableWeights.map((weight) => [weight.path, weight.variable]));
  }

  /** The state, made when it is first asked for. */
  #stateOfOptimizer(): Tree<tf.Variable> {
    if (this.#optimizerState === undefined) {
      tf.tidy(() => {
        const initial = this.objective.optimizer.init(this.#params());
        this.#optimizerState = treeMap<tf.Tensor, tf.Variable>(([slot]) => tf.variable(slot, false), initial);
      });
    }
    return this.#optimizerState as Tree<tf.Variable>;
  }

  #predict(x: readonly tf.Tensor[], training: boolean): readonly tf.Tensor[] {
    return toList(this.#model.run(asNonEmpty(x), { training }));
  }

  #loss({ y, sampleWeight }: DeviceExamples, outputs: readonly tf.Tensor[]): tf.Scalar {
    const losses = this.objective.outputs.map(({ loss, lossWeight }, index) =>
      tf.mul(reduceLoss(loss, y[index] as tf.Tensor, outputs[index] as tf.Tensor, sampleWeight), lossWeight),
    );
    return (losses.length === 1 ? losses[0] : tf.addN(losses)) as tf.Scalar;
  }

  /** Adds the batch to the metrics; the mean loss weighs batches by their number of examples. */
  #record({ x, y, sampleWeight }: DeviceExamples, outputs: readonly tf.Tensor[], loss: tf.Scalar): tf.Tensor1D {
    const count = x[0]?.shape[0] ?? 0;
    const batches = this.objective.outputs.flatMap(({ metrics }, index) =>
      metrics.map(() => ({ yTrue: y[index] as tf.Tensor, yPred: outputs[index] as tf.Tensor, sampleWeight })),
    );
    this.metrics.update({ total: tf.mul(loss, count), count: tf.scalar(count) }, batches);
    return this.metrics.resultAfter([loss]);
  }
}

/** Moves a state into its variables; what is still the variable itself has not changed. */
function assignSlots(slots: Tree<tf.Variable>, next: Tree<tf.Tensor>): void {
  treeMap<tf.Tensor, void>(
    ([slot, value]) => {
      if (value !== slot) (slot as tf.Variable).assign(value as tf.Tensor);
    },
    slots,
    next,
  );
}

/** Copies a batch to the device. */
function upload({ x, y, sampleWeight }: Examples): DeviceExamples {
  const weight = sampleWeight === undefined ? {} : { sampleWeight: toTensor(sampleWeight) };
  return { x: x.map(toTensor), y: y.map(toTensor), ...weight };
}

/** A tensor of a host array; the caller disposes it. */
export function toTensor(array: NdArray): tf.Tensor {
  return tf.tensor(array.data, [...array.shape], array.dtype);
}
