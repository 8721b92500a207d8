/**
 * A model is a layer that can be trained.
 *
 * `compile` gives it an optimizer, a loss and metrics; `fit` and its companions work on any model through
 * `training/`. `sequential` and `model` put models together from layers; a subclass may do so itself: it
 * names its `inputs` and `outputs`, lists its `sublayers`, builds them in `build` and runs them in `call`. Data
 * stay on the host until a batch is needed, so nothing has to be disposed but the model itself.
 */
import { getActiveBackend, keyData, NdArray, type Tree } from '@isograd/core';
import type { Dataset } from '@isograd/data';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { Layer, type LayerOptions } from '../layer.js';
import { badOption, notCompiled } from '../messages.js';
import { positiveInteger } from '../option-checks.js';
import { asNonEmpty, toList } from '../tensor-list.js';
import { batchesOf, epochOrder, splitExamples } from '../training/batches.js';
import type { Callback, History, Logs } from '../training/callback.js';
import {
  checkExamples,
  checkInputs,
  type Examples,
  exampleCount,
  type InputSpec,
  type OutputSpec,
} from '../training/examples.js';
import { datasetEpochs } from '../training/dataset-epochs.js';
import { readStep, runEvaluate, runFit } from '../training/fit.js';
import { type DataInput, type DataInputs, readData } from '../training/host-data.js';
import { type CompiledOutput, type CompileOptions, resolveObjective } from '../training/objective.js';
import { type Prediction, runPredict } from '../training/predict.js';
import { Step } from '../training/step.js';
import { type Objective, Trainer } from '../training/trainer.js';
import { formatSummary, type SummaryRow } from './summary.js';

/** Options of every model. */
export interface ModelOptions extends LayerOptions {
  /** Fixes first weights, dropout masks and the order of examples: an integer from 0 to 2^53 - 1. Default: random. */
  readonly seed?: number;
}

/** Examples to validate on: inputs, targets and, if need be, a weight an example. */
export interface ValidationData {
  readonly x: DataInputs;
  readonly y: DataInputs;
  readonly sampleWeight?: DataInput;
}

/** Options of `evaluate`, with Keras's names. */
export interface EvaluateOptions {
  /** Examples in a batch; no result depends on it but for rounding. Default: 32. */
  readonly batchSize?: number;
  /** A weight an example, float32 `[batch]`. Default: 1. */
  readonly sampleWeight?: DataInput;
}

/** Options of `fit`, with Keras's names. */
export interface FitOptions {
  /** Number of the epoch before which to stop. Default: 1. */
  readonly epochs?: number;
  /** Examples in a batch. Default: 32. */
  readonly batchSize?: number;
  /** Whether each epoch has an order of its own. Default: true. */
  readonly shuffle?: boolean;
  /** Seed of the orders. Default: the seed of the model. */
  readonly seed?: number;
  /** A weight an example, float32 `[batch]`. Default: 1. */
  readonly sampleWeight?: DataInput;
  /** Examples to validate on after each epoch. Default: none. */
  readonly validationData?: ValidationData;
  /** Share of the examples, from the end and before shuffling, to validate on instead; from 0 to below 1. */
  readonly validationSplit?: number;
  /** Default: none. */
  readonly callbacks?: readonly Callback[];
  /** Number of the first epoch, to go on where a training ended. Default: 0. */
  readonly initialEpoch?: number;
}

/** One batch of a data set. */
export type DatasetBatch = {
  readonly x: NdArray | readonly NdArray[];
  readonly y: NdArray | readonly NdArray[];
  readonly sampleWeight?: NdArray;
};

/** Options of `fitDataset`. */
export interface FitDatasetOptions {
  /** Number of the epoch before which to stop. Default: 1. */
  readonly epochs?: number;
  /** Batches of an epoch. Default: all of the data set. */
  readonly stepsPerEpoch?: number;
  /** Batches to validate on after each epoch. Default: none. */
  readonly validationData?: Dataset<DatasetBatch>;
  /** Default: none. */
  readonly callbacks?: readonly Callback[];
  /** Number of the first epoch. Default: 0. */
  readonly initialEpoch?: number;
}

/** Base of every model. */
export abstract class Model extends Layer {
  /** Fixes first weights, dropout masks and the order of examples. */
  readonly seed: number;
  /** Set it in a callback, or from outside, to end `fit` after the current batch. */
  stopTraining = false;
  #compileOptions: CompileOptions | undefined;
  #trainer: Trainer | undefined;
  #prediction: Prediction | undefined;

  constructor(options: ModelOptions = {}) {
    super(options);
    const { seed = freshSeed() } = options;
    keyData(seed);
    this.seed = seed;
  }

  /** What goes in. */
  abstract get inputSpecs(): readonly InputSpec[];

  /** What comes out. */
  abstract get outputSpecs(): readonly CompiledOutput[];

  /** The rows of `summary`. */
  protected abstract summaryRows(): readonly SummaryRow[];

  /** Learns the shape of the inputs from data, for models that were made without. */
  protected inferInputs(_x: readonly NdArray[]): void {}

  /**
   * Chooses what to minimise and how. Compiling again forgets the state of the optimizer.
   *
   * @throws {UnsupportedError} NAME_UNKNOWN @throws {ShapeError} INPUT_COUNT
   * @example
   * import { dense, sequential } from '@isograd/layers';
   * const model = sequential({ layers: [dense({ units: 1, inputShape: [3] })] });
   * model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
   */
  compile(options: CompileOptions): void {
    this.#forgetSteps();
    this.#compileOptions = options;
    if (this.hasKnownInputs) this.#objective('compile');
  }

  /** Whether the shapes of the inputs are known, so that weights can be made. */
  get hasKnownInputs(): boolean {
    return true;
  }

  /**
   * Makes the weights now rather than at the first use.
   *
   * @throws {BackendError} BACKEND_NONE before `useBackend` @throws {StateError} MODEL_INPUT_SHAPE
   */
  initialize(): void {
    getActiveBackend();
    this.ensureBuilt(asNonEmpty(this.inputSpecs.map((spec) => spec.shape)), { path: '', key: keyData(this.seed) });
  }

  /**
   * Trains on examples in memory.
   *
   * @param x - Inputs: the first axis is `batch`. A list for a model with several.
   * @param y - Targets, likewise.
   * @param options - Epochs, batch size, validation, callbacks.
   * @returns Loss and metrics of every epoch.
   * @throws {StateError} MODEL_NOT_COMPILED @throws {ShapeError} INPUT_SHAPE, TARGET_SHAPE, DATA_SIZES
   * @throws {ValueError} DATA_EMPTY, DATA_NOT_FINITE, LABEL_RANGE, LOSS_NOT_FINITE
   */
  async fit(x: DataInputs, y: DataInputs, options: FitOptions = {}): Promise<History> {
    const where = `fit of ${this.label}`;
    const {
      epochs = 1,
      shuffle = true,
      seed = this.seed,
      callbacks = [],
      initialEpoch = 0,
      validationSplit = 0,
    } = options;
    const batchSize = positiveInteger(where, 'batchSize', options.batchSize ?? 32);
    const all = await this.#readExamples(where, { x, y, ...pickWeight(options) });
    const [train, held] = splitForValidation(where, all, validationSplit);
    const { validationData } = options;
    const validation = validationData ? await this.#readExamples(`${where}, validationData`, validationData) : held;
    const count = exampleCount(train);
    this.stopTraining = false;
    return runFit({
      where,
      trainer: this.#readyTrainer('fit'),
      info: { epochs, stepsPerEpoch: Math.ceil(count / batchSize), examplesPerEpoch: count },
      initialEpoch,
      callbacks,
      batches: (epoch) => batchesOf(train, batchSize, shuffle ? epochOrder(seed, epoch, count) : undefined),
      validation: validation && (() => batchesOf(validation, batchSize)),
      isStopped: () => this.stopTraining,
    });
  }

  /**
   * Trains on batches from a pipeline.
   *
   * @param dataset - Batches `{ x, y, sampleWeight? }` of host arrays. Each epoch is a pass over it, unless
   * `stepsPerEpoch` says how many batches an epoch takes; then a pass may span several.
   * @returns Loss and metrics of every epoch.
   * @throws As `fit`; data are checked batch by batch.
   */
  async fitDataset(dataset: Dataset<DatasetBatch>, options: FitDatasetOptions = {}): Promise<History> {
    const where = `fitDataset of ${this.label}`;
    const { epochs = 1, stepsPerEpoch, callbacks = [], initialEpoch = 0, validationData } = options;
    if (stepsPerEpoch !== undefined) positiveInteger(where, 'stepsPerEpoch', stepsPerEpoch);
    const epochsOf = datasetEpochs(where, dataset, initialEpoch, stepsPerEpoch);
    this.stopTraining = false;
    return runFit({
      where,
      trainer: this.#readyTrainer('fitDataset'),
      info: { epochs, stepsPerEpoch: stepsPerEpoch ?? dataset.size, examplesPerEpoch: null },
      initialEpoch,
      callbacks,
      batches: (epoch) => this.#checkedBatches(where, epochsOf(epoch)),
      validation: validationData && (() => this.#onePass(`${where}, validationData`, validationData)),
      isStopped: () => this.stopTraining,
    });
  }

  /**
   * Loss and metrics on examples in memory.
   *
   * @throws As `fit`.
   */
  async evaluate(x: DataInputs, y: DataInputs, options: EvaluateOptions = {}): Promise<Logs> {
    const where = `evaluate of ${this.label}`;
    const batchSize = positiveInteger(where, 'batchSize', options.batchSize ?? 32);
    const examples = await this.#readExamples(where, { x, y, ...pickWeight(options) });
    return runEvaluate(where, this.#readyTrainer('evaluate'), batchesOf(examples, batchSize));
  }

  /**
   * Loss and metrics on batches from a pipeline.
   *
   * @throws As `fitDataset`.
   */
  async evaluateDataset(dataset: Dataset<DatasetBatch>): Promise<Logs> {
    const where = `evaluateDataset of ${this.label}`;
    return runEvaluate(where, this.#readyTrainer('evaluateDataset'), this.#onePass(where, dataset));
  }

  /**
   * The output for examples in memory; for a model with one output. Needs no `compile`.
   *
   * @param options - `batchSize`: default 32.
   * @returns A host array, float32 `[batch, ...]`: nothing to dispose.
   * @throws {ShapeError} INPUT_SHAPE @throws {ValueError} DATA_EMPTY, DATA_NOT_FINITE
   */
  async predict(x: DataInputs, options: { readonly batchSize?: number } = {}): Promise<NdArray> {
    const [output] = await this.predictOutputs(x, options);
    return output ?? NdArray.zeros([0]);
  }

  /** As `predict`, for a model with several outputs: one array each. */
  async predictOutputs(x: DataInputs, options: { readonly batchSize?: number } = {}): Promise<NdArray[]> {
    const where = `predict of ${this.label}`;
    const batchSize = positiveInteger(where, 'batchSize', options.batchSize ?? 32);
    const arrays = await readData(where, 'x', x);
    this.#inferAndInitialize(arrays);
    return runPredict(this.#readyPrediction(), checkInputs(where, arrays, this.inputSpecs), batchSize);
  }

  /**
   * One training step on one batch.
   *
   * @returns Loss and metrics of this batch.
   * @throws As `fit`.
   */
  async trainOnBatch(x: DataInputs, y: DataInputs, options: { readonly sampleWeight?: DataInput } = {}): Promise<Logs> {
    const batch = await this.#readExamples(`trainOnBatch of ${this.label}`, { x, y, ...pickWeight(options) });
    const trainer = this.#readyTrainer('trainOnBatch');
    trainer.metrics.reset();
    const [, logs] = await readStep(trainer, await trainer.trainStep(batch));
    return logs;
  }

  /**
   * Gives the optimizer another learning rate from the next step on; moments and step counts stay.
   *
   * @param learningRate - At least 0.
   * @throws {StateError} MODEL_NOT_COMPILED, or when a schedule decides @throws {ValueError} LEARNING_RATE
   */
  setLearningRate(learningRate: number): void {
    this.#readyTrainer('setLearningRate').setLearningRate(learningRate);
  }

  /**
   * State of the optimizer: variables under stable names, which `treeEntries` lists by path; undefined before
   * the first step. They belong to the model.
   */
  get optimizerState(): Tree<Variable> | undefined {
    return this.#trainer?.optimizerState;
  }

  /**
   * A table of the layers, their output shapes and numbers of weights. Makes the weights.
   *
   * @returns Text of several lines; print it yourself.
   */
  summary(): string {
    this.initialize();
    const sizeOfAll = (weights: Layer['weights']): number =>
      weights.reduce((sum, weight) => sum + weight.variable.size, 0);
    return formatSummary(this.label, this.summaryRows(), {
      trainable: sizeOfAll(this.trainableWeights),
      nonTrainable: sizeOfAll(this.nonTrainableWeights),
    });
  }

  /** Frees the weights and the state of the optimizer. */
  override dispose(): void {
    this.#forgetSteps();
    super.dispose();
  }

  #forgetSteps(): void {
    this.#trainer?.dispose();
    this.#trainer = undefined;
    this.#prediction?.forget();
    this.#prediction = undefined;
  }

  #readyPrediction(): Prediction {
    return (this.#prediction ??= new Step(
      `prediction of ${this.name}`,
      this.#compileOptions?.jit ?? true,
      (x: readonly Tensor[]) => [...toList(this.run(asNonEmpty(x), { training: false }))],
    ));
  }

  #objective(method: string): Objective {
    if (this.#compileOptions === undefined) throw notCompiled(this.label, method);
    return resolveObjective(`${method} of ${this.label}`, this.#compileOptions, this.outputSpecs);
  }

  #readyTrainer(method: string): Trainer {
    this.initialize();
    return (this.#trainer ??= new Trainer(this, this.#objective(method)));
  }

  #inferAndInitialize(x: readonly NdArray[]): void {
    if (!this.hasKnownInputs) this.inferInputs(x);
    this.initialize();
  }

  #check(where: string, examples: Examples): Examples {
    this.#inferAndInitialize(examples.x);
    const { objective } = this.#readyTrainer(where);
    const outputs = this.outputSpecs.map(
      (spec, index): OutputSpec => ({ ...spec, ...(objective.outputs[index] as Objective['outputs'][number]) }),
    );
    return checkExamples(where, examples, this.inputSpecs, outputs);
  }

  async #readExamples(where: string, data: ValidationData): Promise<Examples> {
    const [sampleWeight] =
      data.sampleWeight === undefined ? [] : await readData(where, 'sampleWeight', data.sampleWeight);
    const [x, y] = await Promise.all([readData(where, 'x', data.x), readData(where, 'y', data.y)]);
    return this.#check(where, { x, y, sampleWeight });
  }

  #onePass(where: string, dataset: Dataset<DatasetBatch>): AsyncIterable<Examples> {
    return this.#checkedBatches(where, datasetEpochs(where, dataset, 0, undefined)(0));
  }

  async *#checkedBatches(where: string, batches: AsyncIterable<DatasetBatch>): AsyncGenerator<Examples> {
    for await (const { x, y, sampleWeight } of batches) {
      yield this.#check(where, { x: toList(x), y: toList(y), sampleWeight });
    }
  }
}

/** A seed that nobody chose: 32 bits from the runtime. */
function freshSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

function pickWeight(options: { readonly sampleWeight?: DataInput }): { sampleWeight?: DataInput } {
  return options.sampleWeight === undefined ? {} : { sampleWeight: options.sampleWeight };
}

function splitForValidation(
  where: string,
  examples: Examples,
  share: number,
): [train: Examples, held: Examples | undefined] {
  if (!(share >= 0 && share < 1))
    throw badOption(where, 'validationSplit', share, 'a number from 0 up to, not including, 1');
  if (share === 0) return [examples, undefined];
  return splitExamples(examples, Math.floor(exampleCount(examples) * (1 - share)));
}
