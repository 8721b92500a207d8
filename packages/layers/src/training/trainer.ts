/**
 * One step of training, and one of evaluation: what `fit`, `evaluate` and `trainOnBatch` repeat.
 *
 * A training step is forward, loss, gradients, optimizer update and metrics, in one scope that frees all but
 * the state: weights, optimizer slots and states of metrics are variables, so the step is a function of them and of
 * a batch, without a host read inside.
 */
import { type NdArray, type Tree, treeMap, treeUnflatten, variableGradients, warnOnce } from '@isograd/core';
import {
  applyUpdates,
  type Evaluation,
  getLearningRate,
  type Optimizer,
  setLearningRate,
  type TensorTree,
} from '@isograd/optimizers';
import * as tf from '@tensorflow/tfjs-core';
import { alignWeight, computeLoss, type Loss } from '../losses/loss.js';
import type { Layer } from '../layer.js';
import { emptyLoss, noEvaluationWeights, nothingToTrain } from './training-messages.js';
import { asNonEmpty, toList } from '../tensor-list.js';
import { assignWeight, type Weight } from '../weight.js';
import { weightEntries } from '../weight-names.js';
import type { Examples } from './examples.js';
import { type LoggedMetric, MetricStates } from './metric-states.js';
import { type DeviceExamples, Step } from './step.js';
import type { TrainingStep, TrainingStepResult } from './training-step.js';

/** Loss and metrics of one output. */
export interface OutputObjective {
  /** undefined where nothing of this output is minimised. */
  readonly loss: Loss | undefined;
  /** Place of its targets in the list of targets; undefined without a loss. */
  readonly target: number | undefined;
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

/** What a trainer asks of a model. */
export interface TrainableModel extends Layer {
  trainStep(step: TrainingStep): TrainingStepResult;
}

/** Runs steps of one model with one objective. */
export class Trainer {
  /** The mean loss and every metric; the caller resets them. */
  readonly metrics: MetricStates;
  readonly #model: TrainableModel;
  /** What is minimised and measured. */
  readonly objective: Objective;
  #optimizerState: Tree<tf.Variable> | undefined;
  readonly #train: Step<DeviceExamples, tf.Tensor1D>;
  readonly #test: Step<DeviceExamples, tf.Tensor1D>;
  /** The weights that are trained, by name, while others stand in for them. */
  #trainedValues: Readonly<Record<string, tf.Tensor>> | undefined;
  /** What the last training step trained: another choice is another step. */
  #trained: readonly Weight[] = [];

  constructor(model: TrainableModel, objective: Objective) {
    this.#model = model;
    this.objective = objective;
    this.#train = new Step(`training of ${model.name}`, objective.jit, (examples) => this.#update(examples));
    this.#test = new Step(`evaluation of ${model.name}`, objective.jit, (examples) => this.#measure(examples));
    this.metrics = new MetricStates(objective.outputs.flatMap(({ metrics }) => metrics));
  }

  /** The state, which is made if there is none yet. */
  ensureOptimizerState(): Tree<tf.Variable> {
    if (this.#optimizerState === undefined) {
      tf.tidy(() => {
        const params = paramsOf(this.#trainable());
        const initial = Object.keys(params).length === 0 ? {} : this.objective.optimizer.init(params);
        this.#optimizerState = treeMap<tf.Tensor, tf.Variable>(([slot]) => tf.variable(slot, false), initial);
      });
    }
    return this.#optimizerState as Tree<tf.Variable>;
  }

  /** State of the optimizer by path, undefined before the first step. */
  get optimizerState(): Tree<tf.Variable> | undefined {
    return this.#optimizerState;
  }

  /**
   * The learning rate of the next step; under a schedule that of the last one.
   *
   * @throws {StateError} LEARNING_RATE_MISSING
   */
  async getLearningRate(): Promise<number> {
    const [rate = Number.NaN] = await getLearningRate(this.ensureOptimizerState()).data();
    return rate;
  }

  /**
   * Gives the optimizer another learning rate from the next step on.
   *
   * @throws {ValueError} LEARNING_RATE @throws {StateError} when a schedule decides, or nothing has a rate
   */
  setLearningRate(learningRate: number): void {
    tf.tidy(() => {
      const state = this.ensureOptimizerState();
      assignSlots(state, state, setLearningRate(state, learningRate));
    });
  }

  /**
   * Lets the weights that the optimizer would have judged stand in for those that it trains, or ends that.
   *
   * @throws {UnsupportedError} EVALUATION_WEIGHTS when the optimizer has none
   */
  useEvaluationWeights(isUsed: boolean): void {
    const { evaluationParams, name } = this.objective.optimizer;
    if (evaluationParams === undefined) throw noEvaluationWeights(this.#model.label, name);
    if (isUsed === (this.#trainedValues !== undefined)) return;
    tf.tidy(() => {
      const trainable = this.#trainable();
      if (this.#trainedValues === undefined) {
        const judged = evaluationParams(paramsOf(trainable), this.ensureOptimizerState());
        this.#trainedValues = Object.fromEntries(
          trainable.map(([weightName, { variable }]) => [weightName, tf.keep(tf.clone(variable))]),
        );
        setParams(trainable, judged as Record<string, tf.Tensor>);
      } else {
        setParams(trainable, this.#trainedValues);
        this.keepWeights();
      }
    });
  }

  /** Takes the weights as they are for those that are trained. */
  keepWeights(): void {
    tf.dispose(this.#trainedValues);
    this.#trainedValues = undefined;
  }

  /**
   * One training step, of the weights that are trained.
   *
   * @returns float32 vector: the loss of this batch, then the mean loss and the metrics; the caller disposes it.
   */
  async trainStep(batch: Examples): Promise<tf.Tensor1D> {
    this.ensureOptimizerState(); // a captured step makes no variables
    if (this.#trainedValues !== undefined) this.useEvaluationWeights(false);
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
    this.keepWeights();
    if (this.#optimizerState !== undefined)
      treeMap<tf.Variable, void>(([slot]) => slot.dispose(), this.#optimizerState);
    this.#optimizerState = undefined;
  }

  #update(examples: DeviceExamples): tf.Tensor1D {
    const state = this.ensureOptimizerState();
    return this.#withPass((pass) => {
      const params = paramsOf(pass.trainable);
      const { loss, outputs } = this.#model.trainStep({
        x: examples.x,
        y: examples.y,
        predict: (x = examples.x) => this.#predict(x, pass),
        loss: (predicted, y = examples.y) => this.#loss({ ...examples, y }, predicted, pass),
        minimize: (objective) => {
          if (Object.keys(params).length === 0) {
            warnOnce(`NOTHING_TO_TRAIN ${this.#model.label}`, nothingToTrain(this.#model.label));
            return objective();
          }
          const { loss: value, grads } = this.#differentiate(objective, params, pass);
          const evaluate = (elsewhere: TensorTree): Evaluation =>
            this.#aside(pass, () => {
              setParams(pass.trainable, elsewhere as Record<string, tf.Tensor>);
              return this.#differentiate(objective, params, pass);
            });
          // What it is given may come back as part of the next state: values, not variables that change underneath.
          const [from, slots] = [valuesOf(params), valuesOf(state)];
          const next = this.objective.optimizer.update(grads, slots, from, { loss: value, evaluate });
          assignParams(pass.trainable, applyUpdates(from, next.updates) as Record<string, tf.Tensor>);
          assignSlots(state, slots, next.state);
          return value;
        },
      });
      return this.#record(examples, outputs, loss, pass);
    });
  }

  /** An objective at the weights as they are, and the gradients of what the optimizer makes of it. */
  #differentiate(
    objective: () => tf.Scalar,
    params: Record<string, tf.Variable>,
    pass: Pass,
  ): { readonly loss: tf.Scalar; readonly grads: TensorTree } {
    const { optimizer } = this.objective;
    const losses: tf.Scalar[] = [];
    const scaled = (): tf.Scalar => {
      const loss = tf.keep(objective());
      losses.push(loss);
      pass.kept.push(loss);
      return (optimizer.scaleLoss?.(loss, this.ensureOptimizerState()) ?? loss) as tf.Scalar;
    };
    const { gradients } = variableGradients(scaled, Object.values(params));
    return { loss: losses[0] as tf.Scalar, grads: treeUnflatten<tf.Tensor, tf.Tensor>(params, gradients) };
  }

  /** Runs a further pass that leaves no trace: neither in weights and statistics nor in what layers add to the loss. */
  #aside<Result>(pass: Pass, run: () => Result): Result {
    const before = this.#model.weights.map(({ variable }) => tf.clone(variable));
    const added = pass.losses.splice(0);
    try {
      return run();
    } finally {
      this.#model.weights.forEach(({ variable }, index) => variable.assign(before[index] as tf.Tensor));
      pass.kept.push(...pass.losses.splice(0, pass.losses.length, ...added));
    }
  }

  #measure(examples: DeviceExamples): tf.Tensor1D {
    return this.#withPass((pass) => {
      const outputs = this.#predict(examples.x, pass, false);
      return this.#record(examples, outputs, this.#loss(examples, outputs, pass), pass);
    });
  }

  /** Runs a step; what its passes through the model keep is freed at the end, whatever happens. */
  #withPass(fn: (pass: Pass) => tf.Tensor1D): tf.Tensor1D {
    const pass: Pass = { trainable: this.#trainable(), masks: new WeakMap(), losses: [], kept: [] };
    try {
      return fn(pass);
    } finally {
      tf.dispose([...pass.losses, ...pass.kept]);
    }
  }

  /** Names are relative to the model: weights of two parts that were built apart may have the same path. */
  #trainable(): readonly NamedWeight[] {
    const trainable = new Set(this.#model.trainableWeights);
    return weightEntries(this.#model).filter(([, weight]) => trainable.has(weight));
  }

  #predict(x: readonly tf.Tensor[], pass: Pass, training = true): readonly tf.Tensor[] {
    const outputs = toList(this.#model.run(asNonEmpty(x), { training, masks: pass.masks, losses: pass.losses }));
    // Outputs and masks outlive the scope of the gradients: metrics are no part of what is differentiated.
    for (const output of outputs) {
      const mask = pass.masks.get(output);
      for (const tensor of mask === undefined ? [output] : [output, mask]) pass.kept.push(tf.keep(tensor));
    }
    return outputs;
  }

  #loss({ y, sampleWeights }: DeviceExamples, outputs: readonly tf.Tensor[], pass: Pass): tf.Scalar {
    const terms: tf.Tensor[] = this.objective.outputs.flatMap(({ loss, target, lossWeight }, index) => {
      if (loss === undefined || target === undefined) return [];
      const yPred = outputs[index] as tf.Tensor;
      const options = { sampleWeight: sampleWeights?.[target], mask: pass.masks.get(yPred) };
      const value = computeLoss(loss, y[target] as tf.Tensor, yPred, options);
      return [lossWeight === 1 ? value : tf.mul(value, lossWeight)];
    });
    const penalties = pass.trainable.flatMap(([, { regularizer, variable }]) => regularizer?.of(variable) ?? []);
    terms.push(...pass.losses, ...penalties);
    if (terms.length === 0) throw emptyLoss(this.#model.label);
    return (terms.length === 1 ? terms[0] : tf.addN(terms)) as tf.Scalar;
  }

  /** Adds the batch to the metrics; the mean loss weighs batches by their number of examples. */
  #record(
    { x, y, sampleWeights }: DeviceExamples,
    outputs: readonly tf.Tensor[],
    loss: tf.Scalar,
    pass: Pass,
  ): tf.Tensor1D {
    const count = x[0]?.shape[0] ?? 0;
    const batches = this.objective.outputs.flatMap(({ metrics, target = 0 }, index) => {
      if (metrics.length === 0) return [];
      const yPred = outputs[index] as tf.Tensor;
      const sampleWeight = countedWeight(sampleWeights?.[target], pass.masks.get(yPred));
      return metrics.map(() => ({ yTrue: y[target] as tf.Tensor, yPred, sampleWeight }));
    });
    this.metrics.update({ total: tf.mul(loss, count), count: tf.scalar(count) }, batches);
    return this.metrics.resultAfter([loss]);
  }
}

/** A weight an example, 0 where a mask leaves it out. */
function countedWeight(sampleWeight: tf.Tensor | undefined, mask: tf.Tensor | undefined): tf.Tensor | undefined {
  if (mask === undefined) return sampleWeight;
  const counted = tf.cast(mask, 'float32');
  return sampleWeight === undefined ? counted : tf.mul(counted, alignWeight(sampleWeight, counted));
}

/** A weight under its name within the model. */
type NamedWeight = readonly [name: string, weight: Weight];

/** What a step trains, and what its passes through the model leave behind. */
interface Pass {
  readonly trainable: readonly NamedWeight[];
  readonly masks: WeakMap<tf.Tensor, tf.Tensor>;
  /** Terms that layers added to the loss. */
  readonly losses: tf.Tensor[];
  /** Outputs and their masks. */
  readonly kept: tf.Tensor[];
}

function paramsOf(trainable: readonly NamedWeight[]): Record<string, tf.Variable> {
  return Object.fromEntries(trainable.map(([name, weight]) => [name, weight.variable]));
}

/** The values of variables as they are now. */
function valuesOf(variables: Tree<tf.Variable>): TensorTree {
  return treeMap<tf.Variable, tf.Tensor>(([variable]) => tf.clone(variable), variables);
}

function setParams(trainable: readonly NamedWeight[], values: Readonly<Record<string, tf.Tensor>>): void {
  for (const [name, weight] of trainable) assignWeight(weight, values[name] as tf.Tensor);
}

/** As `setParams`, for what an update has made: constraints apply. */
function assignParams(trainable: readonly NamedWeight[], updated: Readonly<Record<string, tf.Tensor>>): void {
  for (const [name, weight] of trainable) {
    const value = updated[name] as tf.Tensor;
    assignWeight(weight, weight.constraint === undefined ? value : weight.constraint.apply(value));
  }
}

/** Moves a state into its variables; what is still as it was given has not changed. */
function assignSlots(slots: Tree<tf.Variable>, given: Tree<tf.Tensor>, next: Tree<tf.Tensor>): void {
  treeMap<tf.Tensor, void>(
    ([slot, before, value]) => {
      if (value !== before) (slot as tf.Variable).assign(value as tf.Tensor);
    },
    slots,
    given,
    next,
  );
}

/** Copies a batch to the device. */
function upload({ x, y, sampleWeights }: Examples): DeviceExamples {
  const weights = sampleWeights.length === 0 ? {} : { sampleWeights: sampleWeights.map(toTensor) };
  return { x: x.map(toTensor), y: y.map(toTensor), ...weights };
}

/** A tensor of a host array; the caller disposes it. */
export function toTensor(array: NdArray): tf.Tensor {
  return tf.tensor(array.data, [...array.shape], array.dtype);
}
