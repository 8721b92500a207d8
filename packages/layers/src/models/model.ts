/**
 * A model is a layer that can be trained.
 *
 * `compile` gives it an optimizer, a loss and metrics; `fit` and its companions work on any model through
 * `training/`. `sequential` and `model` put models together from layers; a subclass may do so itself: it
 * keeps its layers with `track` and runs them in `call`; shapes come from `inputShape` or from the first data. Data
 * stay on the host until a batch is needed, so nothing has to be disposed but the model itself.
 */
import { formatShape, getActiveBackend, keyData, NdArray, type PartialShape, type Tree } from '@isograd/core';
import type { Dataset } from '@isograd/data';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { type BuildContext, Layer, type LayerConfig, type LayerOptions } from '../layer.js';
import type { MaskedContext } from '../call-context.js';
import { noInputShape, notCompiled, unknownLayer } from './model-messages.js';
import { positiveInteger } from '../option-checks.js';
import type { ModelLocation } from '../saving/resolve-storage.js';
import { saveModel, type SaveOptions, saveWeights } from '../saving/save-model.js';
import { loadWeights } from '../saving/load-weights.js';
import { asNonEmpty, type ShapeList, type TensorList, toList } from '../tensor-list.js';
import { numberedNames } from '../unique-names.js';
import { batchesOf, epochOrder, splitForValidation } from '../training/batches.js';
import type { History, Logs } from '../training/callback.js';
import type { ClassWeight } from '../training/class-weights.js';
import { checkInputs, type Examples, exampleCount, type InputSpec, type OutputSpec } from '../training/examples.js';
import { datasetEpochs } from '../training/dataset-epochs.js';
import { emitterFor } from '../training/emit-events.js';
import { readStep, runEvaluate, runFit } from '../training/fit.js';
import {
  asValidationData,
  dataOf,
  type DatasetBatch,
  type EvaluateOptions,
  type FitDatasetOptions,
  type FitOptions,
  type PredictOptions,
  type ValidationData,
  type WatchOptions,
} from '../training/fit-options.js';
import { type DataInputs, readData } from '../training/host-data.js';
import { type CompiledOutput, type CompileOptions, resolveObjective } from '../training/objective.js';
import { type Prediction, runPredict } from '../training/predict.js';
import { readExamples } from '../training/read-examples.js';
import { Step } from '../training/step.js';
import { type Objective, Trainer } from '../training/trainer.js';
import type { TrainingStep, TrainingStepResult } from '../training/training-step.js';
import type { WeightValues } from '../weight.js';
import { formatSummary, type SummaryRow } from './summary.js';

/** Options of every model. */
export interface ModelOptions extends LayerOptions {
  /** Fixes first weights, dropout masks and the order of examples: an integer from 0 to 2^53 - 1. Default: random. */
  readonly seed?: number;
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
  #inferredShapes: readonly PartialShape[] | undefined;
  /** What came out for zeros, and what that depends on. */
  #outputs: { specs: readonly CompiledOutput[]; inputShapes: string; layers: readonly Layer[] } | undefined;

  constructor(options: ModelOptions = {}) {
    super(options);
    const { seed = freshSeed() } = options;
    keyData(seed);
    this.seed = seed;
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), seed: this.seed };
  }

  /** What goes in. Default: what `inputShape` says, or else what the first data were. */
  get inputSpecs(): readonly InputSpec[] {
    const shapes = this.#inferredShapes ?? (this.inputShape === undefined ? undefined : [this.inputShape]);
    if (shapes === undefined) throw noInputShape(this.label);
    const names = numberedNames(shapes.map(() => 'input'));
    return shapes.map((shape, index) => ({
      name: names[index] as string,
      shape: [null, ...shape],
      dtype: this.inputDType,
      readers: [],
    }));
  }

  /** What comes out. Default: what comes out for zeros. */
  get outputSpecs(): readonly CompiledOutput[] {
    this.initialize();
    const shapes = this.#inputShapes();
    const inputShapes = shapes.map(formatShape).join();
    const layers = this.sublayers;
    const known = this.#outputs;
    if (known?.inputShapes === inputShapes && areSame(known.layers, layers)) return known.specs;
    const specs = namedOutputs(this.outputsForZeros(shapes));
    this.#outputs = { specs, inputShapes, layers: [...layers] };
    return specs;
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList {
    const shapes = this.outputsForZeros(inputShapes);
    return shapes.length === 1 ? shapes[0] : shapes;
  }

  /** Layers of the model, in the order of their first use. */
  get layers(): readonly Layer[] {
    return this.sublayers;
  }

  /**
   * The layer of a name.
   *
   * @throws {ValueError} LAYER_NAME
   */
  getLayer(name: string): Layer {
    const layer = this.layers.find((candidate) => candidate.name === name);
    if (layer === undefined) {
      throw unknownLayer(
        this.label,
        name,
        this.layers.map((candidate) => candidate.name),
      );
    }
    return layer;
  }

  /** As of every layer; a model whose input shapes are known makes its weights first. */
  override getWeights(): Promise<NdArray[]> {
    if (this.hasKnownInputs) this.initialize();
    return super.getWeights();
  }

  /** As of every layer; a model whose input shapes are known makes its weights first. */
  override setWeights(values: WeightValues): void {
    if (this.hasKnownInputs) this.initialize();
    super.setWeights(values);
    this.#trainer?.keepWeights();
  }

  /** The rows of `summary`, as data. Makes the weights. */
  summaryRows(): readonly SummaryRow[] {
    this.initialize();
    return this.sublayers.map((layer) => ({
      layer: layer.name,
      className: layer.className,
      outputShapes: [],
      params: layer.countParams(),
      isTrainable: layer.trainable,
    }));
  }

  /** Learns the shape of the inputs from data, for models that were made without. */
  protected inferInputs(x: readonly NdArray[]): void {
    this.#inferredShapes = x.map(({ shape }) => shape.slice(1));
  }

  /**
   * One training step; override it to train in another way. It is captured and run as a program, so it must not read
   * tensors to the host nor choose by their values.
   *
   * @param step - The batch, and the parts of which a step is made.
   * @returns The loss that is logged, and the outputs that metrics are computed of.
   * @example
   * import { dense, Sequential, type TrainingStep, type TrainingStepResult } from '@isograd/layers';
   * import { add, mul, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
   *
   * // Trains on the batch and on a copy of twice the size at once.
   * class ScaleInvariant extends Sequential {
   *   override trainStep(step: TrainingStep): TrainingStepResult {
   *     let outputs: readonly Tensor[] = [];
   *     const loss = step.minimize(() => {
   *       outputs = step.predict();
   *       const scaled = step.predict(step.x.map((x) => mul(x, 2)));
   *       return add(step.loss(outputs), step.loss(scaled)) as Scalar;
   *     });
   *     return { loss, outputs };
   *   }
   * }
   * const model = new ScaleInvariant({ layers: [dense({ units: 2, inputShape: [3] })] });
   */
  trainStep(step: TrainingStep): TrainingStepResult {
    let outputs: readonly Tensor[] | undefined;
    const loss = step.minimize(() => {
      const predicted = step.predict();
      outputs ??= predicted; // the first are those of the weights as they are
      return step.loss(predicted);
    });
    return { loss, outputs: outputs ?? [] };
  }

  protected override masksOfOutputs(
    _inputs: TensorList,
    outputs: readonly Tensor[],
    { masks }: MaskedContext,
  ): readonly (Tensor | undefined)[] {
    return outputs.map((output) => masks.get(output));
  }

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
    if (this.hasKnownOutputs) this.#objective('compile');
  }

  /** Whether the shapes of the inputs are known, so that weights can be made. */
  get hasKnownInputs(): boolean {
    return this.inputShape !== undefined || this.#inferredShapes !== undefined;
  }

  /** Whether the shapes of the outputs are known, so that losses and metrics can be checked. */
  get hasKnownOutputs(): boolean {
    return this.isBuilt;
  }

  /**
   * Makes the weights now rather than at the first use.
   *
   * @param options - `takeElements`: as in `BuildContext`, for models from files. Default: any number is well.
   * @throws {BackendError} BACKEND_NONE before `useBackend` @throws {StateError} MODEL_INPUT_SHAPE
   */
  initialize(options: Pick<BuildContext, 'takeElements'> = {}): void {
    getActiveBackend();
    if (!this.isBuilt) this.ensureBuilt(this.#inputShapes(), { ...options, path: '', key: keyData(this.seed) });
  }

  #inputShapes(): ShapeList {
    return asNonEmpty(this.inputSpecs.map((spec) => spec.shape));
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
  async fit(x: DataInputs, y: DataInputs | undefined, options: FitOptions = {}): Promise<History> {
    const where = `fit of ${this.label}`;
    const { epochs = 1, shuffle = true, seed = this.seed, initialEpoch = 0, validationSplit = 0 } = options;
    const batchSize = positiveInteger(where, 'batchSize', options.batchSize ?? 32);
    const { classWeight } = options;
    const all = await this.#readExamples(where, dataOf(x, y, options), classWeight);
    const [train, held] = splitForValidation(where, all, validationSplit);
    const { validationData } = options;
    const validation = validationData
      ? await this.#readExamples(`${where}, validationData`, asValidationData(validationData))
      : held;
    const count = exampleCount(train);
    this.stopTraining = false;
    return runFit({
      where,
      trainer: this.#readyTrainer('fit'),
      info: { epochs, stepsPerEpoch: Math.ceil(count / batchSize), examplesPerEpoch: count },
      initialEpoch,
      emit: await emitterFor(where, this, options),
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
    const { epochs = 1, stepsPerEpoch, initialEpoch = 0, validationData } = options;
    if (stepsPerEpoch !== undefined) positiveInteger(where, 'stepsPerEpoch', stepsPerEpoch);
    const epochsOf = datasetEpochs(where, dataset, initialEpoch, stepsPerEpoch);
    this.stopTraining = false;
    return runFit({
      where,
      trainer: this.#readyTrainer('fitDataset'),
      info: { epochs, stepsPerEpoch: stepsPerEpoch ?? dataset.size, examplesPerEpoch: null },
      initialEpoch,
      emit: await emitterFor(where, this, options),
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
  async evaluate(x: DataInputs, y: DataInputs | undefined, options: EvaluateOptions = {}): Promise<Logs> {
    const where = `evaluate of ${this.label}`;
    const batchSize = positiveInteger(where, 'batchSize', options.batchSize ?? 32);
    const examples = await this.#readExamples(where, dataOf(x, y, options));
    const emit = await emitterFor(where, this, options);
    return runEvaluate(where, this.#readyTrainer('evaluate'), batchesOf(examples, batchSize), emit);
  }

  /**
   * Loss and metrics on batches from a pipeline.
   *
   * @throws As `fitDataset`.
   */
  async evaluateDataset(dataset: Dataset<DatasetBatch>, options: WatchOptions = {}): Promise<Logs> {
    const where = `evaluateDataset of ${this.label}`;
    const emit = await emitterFor(where, this, options);
    return runEvaluate(where, this.#readyTrainer('evaluateDataset'), this.#onePass(where, dataset), emit);
  }

  /**
   * The output for examples in memory; for a model with one output. Needs no `compile`.
   *
   * @param options - `batchSize`: default 32.
   * @returns A host array, float32 `[batch, ...]`: nothing to dispose.
   * @throws {ShapeError} INPUT_SHAPE @throws {ValueError} DATA_EMPTY, DATA_NOT_FINITE
   */
  async predict(x: DataInputs, options: PredictOptions = {}): Promise<NdArray> {
    const [output] = await this.predictOutputs(x, options);
    return output ?? NdArray.zeros([0]);
  }

  /** As `predict`, for a model with several outputs: one array each. */
  async predictOutputs(x: DataInputs, options: PredictOptions = {}): Promise<NdArray[]> {
    const where = `predict of ${this.label}`;
    const batchSize = positiveInteger(where, 'batchSize', options.batchSize ?? 32);
    const arrays = await readData(where, 'x', x, this.#inputNames());
    this.#inferAndInitialize(arrays);
    const emit = await emitterFor(where, this, options);
    return runPredict(this.#readyPrediction(), checkInputs(where, arrays, this.inputSpecs), batchSize, emit);
  }

  /**
   * One training step on one batch.
   *
   * @param options - Weights, as in `fit`.
   * @returns Loss and metrics of this batch.
   * @throws As `fit`.
   */
  async trainOnBatch(
    x: DataInputs,
    y: DataInputs | undefined,
    options: { readonly sampleWeight?: DataInputs; readonly classWeight?: ClassWeight } = {},
  ): Promise<Logs> {
    const where = `trainOnBatch of ${this.label}`;
    const batch = await this.#readExamples(where, dataOf(x, y, options), options.classWeight);
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
   * The learning rate of the next step; under a schedule that of the last one.
   *
   * @throws {StateError} MODEL_NOT_COMPILED, or LEARNING_RATE_MISSING
   */
  getLearningRate(): Promise<number> {
    return this.#readyTrainer('getLearningRate').getLearningRate();
  }

  /**
   * Lets the weights that the optimizer would have judged and kept stand in for those that it trains, for `evaluate`,
   * `predict` and `save`: the averages of `exponentialMovingAverage`, `stochasticWeightAveraging` and
   * `scheduleFreeAdamw`. The next training step goes on with the weights that are trained.
   *
   * @param isUsed - false brings the trained weights back.
   * @throws {StateError} MODEL_NOT_COMPILED @throws {UnsupportedError} EVALUATION_WEIGHTS when the optimizer has none
   * @example
   * import { adam, exponentialMovingAverage } from '@isograd/optimizers';
   * import { dense, sequential } from '@isograd/layers';
   * const model = sequential({ layers: [dense({ units: 1, inputShape: [3] })] });
   * model.compile({ optimizer: exponentialMovingAverage(adam()), loss: 'meanSquaredError' });
   * model.useEvaluationWeights(true);
   */
  useEvaluationWeights(isUsed: boolean): void {
    this.#readyTrainer('useEvaluationWeights').useEvaluationWeights(isUsed);
  }

  /**
   * State of the optimizer: variables under stable names, which `treeEntries` lists by path; undefined before
   * the first step. They belong to the model.
   */
  get optimizerState(): Tree<Variable> | undefined {
    return this.#trainer?.optimizerState;
  }

  /** What `compile` was given; undefined before. */
  get compileOptions(): CompileOptions | undefined {
    return this.#compileOptions;
  }

  /**
   * As `optimizerState`, which it makes if there is none yet.
   *
   * @throws {StateError} MODEL_NOT_COMPILED
   */
  ensureOptimizerState(): Tree<Variable> {
    return this.#readyTrainer('ensureOptimizerState').ensureOptimizerState();
  }

  /**
   * Saves the model: what it is made of, what it was compiled with, its weights and the state of its optimizer, so that
   * `loadModel` gives one that predicts the same and trains on as if nothing had happened.
   *
   * A save that fails, or a program that ends meanwhile, leaves the model that was there before.
   *
   * @param location - In Node the path of a folder, or of one file if it ends with `.zip`; in a page
   * `downloads://name`, `opfs://name` or `indexeddb://name`; or a storage.
   * @throws {StateError} MODEL_INPUT_SHAPE @throws {UnsupportedError} STORAGE_SCHEME, STORAGE_READ_ONLY
   * @throws {IoError} STORAGE_PERMISSION, STORAGE_FULL, STORAGE_OCCUPIED, STORAGE_FAILED
   * @example
   * import { cpu } from '@isograd/backend-cpu';
   * import { useBackend } from '@isograd/core';
   * import { dense, loadModel, memoryStorage, sequential } from '@isograd/layers';
   * await useBackend(cpu());
   * const model = sequential({ layers: [dense({ units: 1, inputShape: [3] })] });
   * const storage = memoryStorage(); // or 'model', a folder
   * await model.save(storage);
   * const again = await loadModel(storage);
   */
  async save(location: ModelLocation, options: SaveOptions = {}): Promise<void> {
    this.initialize();
    await saveModel(this, location, options);
  }

  /**
   * Saves the weights alone.
   *
   * @param location - As `save`.
   * @throws As `save`.
   */
  async saveWeights(location: ModelLocation): Promise<void> {
    this.initialize();
    await saveWeights(this, location);
  }

  /**
   * Gives the weights the values of a file that `save` or `saveWeights` wrote, for a model of the same layers. One that
   * does not fit changes nothing.
   *
   * @param location - As `loadModel` takes it.
   * @throws {IoError} MODEL_NOT_FOUND, MODEL_FORMAT, WEIGHT_MISSING, WEIGHT_EXTRA, WEIGHT_SHAPE and more
   */
  async loadWeights(location: ModelLocation): Promise<void> {
    this.initialize();
    await loadWeights(this, location);
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
    this.#outputs = undefined;
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

  #inputNames(): readonly string[] | undefined {
    return this.hasKnownInputs ? this.inputSpecs.map(({ name }) => name) : undefined;
  }

  /** The outputs that have targets. */
  #targets(where: string): OutputSpec[] {
    const { objective } = this.#readyTrainer(where);
    return this.outputSpecs.flatMap((spec, index) => {
      const { loss, metrics } = objective.outputs[index] as Objective['outputs'][number];
      return loss === undefined ? [] : [{ ...spec, loss, metrics }];
    });
  }

  #readExamples(where: string, data: ValidationData, classWeight?: ClassWeight): Promise<Examples> {
    return readExamples(where, data, {
      inputNames: this.#inputNames(),
      classWeight,
      specsFor: (x) => {
        this.#inferAndInitialize(x);
        return { inputs: this.inputSpecs, targets: this.#targets(where) };
      },
    });
  }

  #onePass(where: string, dataset: Dataset<DatasetBatch>): AsyncIterable<Examples> {
    return this.#checkedBatches(where, datasetEpochs(where, dataset, 0, undefined)(0));
  }

  async *#checkedBatches(where: string, batches: AsyncIterable<DatasetBatch>): AsyncGenerator<Examples> {
    for await (const batch of batches) yield await this.#readExamples(where, batch);
  }
}

/** A seed that nobody chose: 32 bits from the runtime. */
function freshSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

function namedOutputs(shapes: ShapeList): readonly CompiledOutput[] {
  const names = numberedNames(shapes.map(() => 'output'));
  return shapes.map((shape, index) => ({ name: names[index] as string, shape }));
}

function areSame(before: readonly Layer[], now: readonly Layer[]): boolean {
  return before.length === now.length && now.every((layer, index) => layer === before[index]);
}
