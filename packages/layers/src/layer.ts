/**
 * A layer is a function of tensors with state.
 *
 * `computeOutputShape` says what shape comes out, without computing: models are put together and checked
 * with it before any weight exists. `build` makes the weights once the input shape is known; the model hands
 * it a random key and a path, so that the same seed gives the same weights on every backend. `call` computes;
 * it is pure but for weights that it assigns (moving statistics, a random key). `getConfig` returns what
 * would make the layer again. Inputs always come as a list, since some layers take several; so do outputs where
 * there are several.
 *
 * A layer of your own extends this class and implements `className`, `computeOutputShape` and `call`, and
 * `build` when it has weights. One made of other layers keeps them with `track` and runs them in `call`; they are
 * built at its first run.
 */
import {
  type DType,
  foldInData,
  type HostKey,
  type NdArray,
  type PartialShape,
  type Shape,
  warnOnce,
  sizeOf,
} from '@isograd/core';
import { div, type Tensor, tensor1d, tidy, variable, zeros } from '@tensorflow/tfjs-core';
import { addLoss, type CallContext, type MaskedContext, withMasks } from './call-context.js';
import { type DTypePolicy, type DTypePolicyName, resolveDTypePolicy } from './dtype-policy.js';
import { withErrorPath } from './error-path.js';
import type { Initializer } from './initializers/initializer.js';
import { layerDisposed, layerNotBuilt, maskDestroyed } from './messages.js';
import { booleanOption, partialShapeOption, stringOption } from './option-checks.js';
import { serialized } from './named-option.js';
import { type RegularizerOption, resolveRegularizer } from './regularizers/named-regularizer.js';
import type { Regularizer } from './regularizers/regularizer.js';
import { SeedGenerator, seedInitializer } from './seed-generator.js';
import { applySymbolically, type SymbolicTensor } from './symbolic-tensor.js';
import { asNonEmpty, type ShapeList, type TensorList, toList } from './tensor-list.js';
import { nameUniquely } from './unique-names.js';
import { type AddWeightOptions, readWeights, type Weight, type WeightValues, writeWeights } from './weight.js';
import { weightEntries } from './weight-names.js';

/** Options that every layer takes. */
export interface LayerOptions {
  /** Name within the model. Default: the class name in snake case, numbered when it occurs again. */
  readonly name?: string;
  /** Whether optimizers change the weights. Default: true. */
  readonly trainable?: boolean;
  /** Shape of one example, without the batch axis, for the first layer of a sequential model; `null` for any size. */
  readonly inputShape?: PartialShape;
  /** In which precision the layer computes. Default: float32. */
  readonly dtypePolicy?: DTypePolicy | DTypePolicyName;
  /** Adds a term to the loss, computed of the output and divided by the size of the batch. Default: none. */
  readonly activityRegularizer?: RegularizerOption;
}

/** What a model gives a layer when it is built. */
export interface BuildContext {
  /** Path of the layer from the outermost model, which itself has an empty one. */
  readonly path: string;
  /** Source of all randomness of this layer. */
  readonly key: HostKey;
  /** Told how many elements a weight will have, before it is made; it throws where a model from a file has too many. */
  readonly takeElements?: ((count: number) => void) | undefined;
}

/** Plain JSON that describes a layer. */
export type LayerConfig = { readonly [option: string]: unknown };

/** Base class of every layer and model. */
export abstract class Layer {
  /** Keras's name of the class: `Dense`, `Conv2D`. */
  abstract readonly className: string;
  /** Whether optimizers may change the weights of this layer and those inside it. */
  trainable: boolean;
  /** Shape of one example, where it was given. */
  readonly inputShape: PartialShape | undefined;
  /** In which precision the layer computes. */
  readonly dtypePolicy: DTypePolicy;
  /** Whether the mask of the only input is that of the output. A layer without drops masks and warns. */
  readonly supportsMasking: boolean = false;
  #name: string | undefined;
  readonly #hasOwnName: boolean;
  readonly #activityRegularizer: Regularizer | undefined;
  #path = '';
  #key: HostKey | undefined;
  #takeElements: BuildContext['takeElements'];
  #nextStream = 0;
  #state: 'new' | 'built' | 'disposed' = 'new';
  readonly #weights: Weight[] = [];
  readonly #sublayers: Layer[] = [];
  #owner: Layer | undefined;
  #substitutes: ReadonlyMap<Weight, Tensor> | undefined;

  constructor(options: LayerOptions = {}) {
    const where = new.target.name;
    this.#name = stringOption(where, 'name', options.name);
    this.#hasOwnName = options.name !== undefined;
    this.trainable = booleanOption(where, 'trainable', options.trainable ?? true);
    this.inputShape = partialShapeOption(where, options.inputShape);
    this.dtypePolicy = resolveDTypePolicy(where, options.dtypePolicy ?? 'float32');
    this.#activityRegularizer = resolveRegularizer(where, options.activityRegularizer);
  }

  /**
   * Shape of the output for given inputs, or a list of them where a layer has several outputs.
   *
   * @param inputShapes - One shape an input; the batch axis is `null`.
   * @throws {ShapeError} when the layer cannot take such inputs.
   */
  abstract computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList;

  /**
   * Computes the output.
   *
   * @param inputs - One tensor an input.
   * @param context - Whether this is a training step; pass it on to layers inside.
   */
  abstract call(inputs: TensorList, context: CallContext): Tensor | TensorList;

  /** Makes the weights. Called once, with known shapes but for the batch axis. */
  build(_inputShapes: ShapeList): void {}

  /**
   * The mask of each output, for layers that make or change masks.
   *
   * @param inputs - As `call` got them.
   * @param masks - The mask of each input, undefined where it has none.
   * @returns bool `[batch, time]` or undefined, one for each output. Default: the mask of the only input where
   * `supportsMasking`, none otherwise.
   */
  computeMask(_inputs: TensorList, masks: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    if (this.supportsMasking) return masks.length === 1 ? masks : [];
    if (masks.some((mask) => mask !== undefined)) warnOnce(`MASK_DESTROYED ${this.label}`, maskDestroyed(this.label));
    return [];
  }

  /**
   * Refuses host data that `call` could not compute with; asked before training, for layers that read an
   * input of the model directly.
   */
  checkInputData(_where: string, _data: NdArray): void {}

  /** What would make this layer again, in Keras's words; plain JSON. */
  getConfig(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      ...(this.inputShape === undefined ? {} : { inputShape: this.inputShape }),
      ...(this.dtypePolicy.name === 'float32' ? {} : { dtypePolicy: this.dtypePolicy.name }),
      ...(this.#activityRegularizer === undefined
        ? {}
        : { activityRegularizer: serialized(this.#activityRegularizer) }),
    };
  }

  /** dtype of the inputs, for models that are fed directly. Default: float32. */
  get inputDType(): DType {
    return 'float32';
  }

  /** dtype of the output. Default: float32. */
  get outputDType(): DType {
    return 'float32';
  }

  /** Layers inside this one, in the order in which they were tracked. */
  get sublayers(): readonly Layer[] {
    return this.#sublayers;
  }

  get name(): string {
    return this.#name ?? defaultName(this.className);
  }

  /** Whether the name was chosen by the user; others are numbered by the model. */
  get hasOwnName(): boolean {
    return this.#hasOwnName;
  }

  /** Class and name, as messages show them: `Dense "head"`. */
  get label(): string {
    return `${this.className} "${this.name}"`;
  }

  /** Path from the outermost model, `encoder/dense_1`; empty for that model and before the layer is built. */
  get path(): string {
    return this.#path;
  }

  get isBuilt(): boolean {
    return this.#state === 'built';
  }

  /** Weights of this layer itself, without those of layers inside. */
  get ownWeights(): readonly Weight[] {
    return this.#weights;
  }

  /** All weights, those of the layers inside included, each once and in a stable order. */
  get weights(): readonly Weight[] {
    return weightEntries(this).map(([, weight]) => weight);
  }

  /** Weights that an optimizer changes. */
  get trainableWeights(): readonly Weight[] {
    return [...new Set(this.#trainable())];
  }

  #trainable(): readonly Weight[] {
    if (!this.trainable) return [];
    const own = this.#weights.filter((weight) => weight.isTrainable);
    return [...own, ...this.sublayers.flatMap((layer) => layer.#trainable())];
  }

  /** Weights that an optimizer leaves alone: moving statistics, random keys, frozen layers. */
  get nonTrainableWeights(): readonly Weight[] {
    const trainable = new Set(this.trainableWeights);
    return this.weights.filter((weight) => !trainable.has(weight));
  }

  /** Number of elements of all weights. */
  countParams(): number {
    return this.weights.reduce((sum, weight) => sum + weight.variable.size, 0);
  }

  /**
   * Values of all weights, in the order of `weights`.
   *
   * @returns Host arrays: nothing to dispose.
   * @throws {StateError} LAYER_NOT_BUILT
   */
  getWeights(): Promise<NdArray[]> {
    this.#requireBuilt();
    return readWeights(this.weights);
  }

  /**
   * Gives all weights new values.
   *
   * @param values - One array or tensor a weight, in the order of `weights`; tensors stay the caller's.
   * @throws {ShapeError} WEIGHT_COUNT, WEIGHT_SHAPE; then no weight has changed @throws {StateError} LAYER_NOT_BUILT
   */
  setWeights(values: WeightValues): void {
    this.#requireBuilt();
    writeWeights(this.label, weightEntries(this), values);
  }

  /**
   * Puts the layer into a functional model.
   *
   * @param inputs - What `input()` or another layer's `apply` returned.
   * @returns A symbolic tensor: a shape without values.
   * @throws {ShapeError} when the layer cannot take such inputs; OUTPUT_COUNT when it has several outputs
   */
  apply(inputs: SymbolicTensor | readonly SymbolicTensor[]): SymbolicTensor {
    return applySymbolically(this, asNonEmpty(toList(inputs)), 1)[0];
  }

  /** As `apply`, for a layer with several outputs (`returnState`): all of them. */
  applyAll(inputs: SymbolicTensor | readonly SymbolicTensor[]): readonly SymbolicTensor[] {
    return applySymbolically(this, asNonEmpty(toList(inputs)));
  }

  /** Numbers the layer; models do so to keep names unique. A layer that is built keeps its name. */
  rename(name: string): void {
    if (this.#state === 'new') this.#name = name;
  }

  /** Builds the layer unless it is built. For models and wrappers. */
  ensureBuilt(inputShapes: ShapeList, context: BuildContext): void {
    if (this.#state === 'built') return;
    if (this.#state === 'disposed') throw layerDisposed(this.label);
    this.#path = context.path;
    this.#key = context.key;
    this.#takeElements = context.takeElements;
    try {
      this.build(inputShapes);
      this.#state = 'built';
      if (this.#sublayers.some((layer) => !layer.isBuilt)) this.outputsForZeros(inputShapes);
    } catch (error) {
      this.#state = 'new';
      this.#disposeWeights();
      throw error;
    }
  }

  /** `call` in a scope of its own: frees what is not returned, carries masks on, and adds this layer's name to errors. */
  run(inputs: TensorList, context: CallContext): Tensor | TensorList {
    if (this.#state === 'new' && this.#owner !== undefined) this.#buildWithin(this.#owner, inputs);
    this.#requireBuilt();
    const masked = withMasks(context);
    return withErrorPath(this.label, () => {
      const { outputs, masks } = tidy(() => this.#compute(inputs, masked));
      outputs.forEach((output, index) => {
        const mask = masks[index];
        if (mask !== undefined) masked.masks.set(output, mask);
      });
      return outputs.length === 1 ? (outputs[0] as Tensor) : asNonEmpty(outputs);
    });
  }

  /**
   * `run` with other tensors in place of some weights of this layer itself, gradients included; for wrappers that compute
   * a weight from another.
   */
  runWith(substitutes: ReadonlyMap<Weight, Tensor>, inputs: TensorList, context: CallContext): Tensor | TensorList {
    this.#substitutes = substitutes;
    try {
      return this.run(inputs, context);
    } finally {
      this.#substitutes = undefined;
    }
  }

  #compute(inputs: TensorList, context: MaskedContext): { outputs: Tensor[]; masks: (Tensor | undefined)[] } {
    const given = this.dtypePolicy.isIdentity ? inputs : this.#castInputs(inputs, context);
    const outputs = [...toList(this.call(given, context))];
    if (this.#activityRegularizer !== undefined && context.losses !== undefined) {
      // Divided by the size of the batch, so that the term weighs the same in batches of any size (Keras).
      for (const output of outputs) {
        addLoss(div(this.#activityRegularizer.of(output), Math.max(1, output.shape[0] ?? 1)), context);
      }
    }
    return { outputs, masks: [...this.masksOfOutputs(given, outputs, context)] };
  }

  /** The masks of what `call` returned; models, whose layers note masks themselves, look them up. */
  protected masksOfOutputs(
    inputs: TensorList,
    _outputs: readonly Tensor[],
    { masks }: MaskedContext,
  ): readonly (Tensor | undefined)[] {
    return this.computeMask(
      inputs,
      inputs.map((x) => masks.get(x)),
    );
  }

  #castInputs(inputs: TensorList, { masks }: MaskedContext): TensorList {
    const cast = inputs.map((x) => {
      const y = this.dtypePolicy.compute(x);
      const mask = masks.get(x);
      if (mask !== undefined) masks.set(y, mask);
      return y;
    });
    return asNonEmpty(cast);
  }

  /** Frees the weights. The layer cannot be used afterwards; disposing it again does nothing. */
  dispose(): void {
    this.#disposeWeights();
    for (const layer of this.sublayers) layer.dispose();
    this.#state = 'disposed';
  }

  /**
   * Keeps a layer inside this one: its weights become part of this layer's, and it is built when `call` first runs it,
   * or by `build`; for use in the constructor.
   *
   * @returns The layer.
   * @throws {ValueError} NAME_TWICE
   */
  protected track<L extends Layer>(layer: L): L {
    layer.#owner = this;
    this.#sublayers.push(layer);
    nameUniquely(this.constructor.name, this.#sublayers);
    return layer;
  }

  #buildWithin(owner: Layer, inputs: TensorList): void {
    const shapes = inputs.map(({ shape }) => [null, ...shape.slice(1)]);
    this.ensureBuilt(asNonEmpty(shapes), owner.contextOf(this));
  }

  /** Shapes that come out for inputs of zeros of these shapes; unknown axes are taken as 1. Builds tracked layers. */
  protected outputsForZeros(inputShapes: ShapeList): ShapeList {
    const shapes: PartialShape[] = [];
    tidy(() => {
      const inputs = inputShapes.map((shape) =>
        zeros(
          shape.map((size) => size ?? 1),
          this.inputDType,
        ),
      );
      const outputs = toList(this.call(asNonEmpty(inputs), withMasks({ training: false })));
      for (const { shape } of outputs) shapes.push([null, ...shape.slice(1)]);
    });
    return asNonEmpty(shapes);
  }

  /**
   * Makes a weight; for use in `build`.
   *
   * @param name - Keras's name of the weight.
   * @param shape - Its shape.
   * @param how - Its initializer; or that with regularizer, constraint, dtype and whether it trains.
   */
  protected addWeight(name: string, shape: Shape, how: Initializer | AddWeightOptions): Weight {
    const options: AddWeightOptions = 'init' in how ? { initializer: how } : how;
    const { initializer, isTrainable = true, dtype = 'float32', regularizer, constraint } = options;
    this.#takeElements?.(sizeOf(shape));
    const value = tidy(() => variable(initializer.init(tensor1d(this.nextKey(), 'int32'), shape, dtype), false));
    value.trainable = isTrainable;
    const path = this.pathOf(name);
    const weight: Weight = { name, path, shape, dtype, isTrainable, variable: value, regularizer, constraint };
    this.#weights.push(weight);
    return weight;
  }

  /**
   * Makes a random key that is kept as a weight, `seedGeneratorState`; for use in `build`.
   *
   * @param seed - Default: drawn from the seed of the model.
   */
  protected addSeedGenerator(seed?: number): SeedGenerator {
    const initializer = seedInitializer(seed);
    return new SeedGenerator(
      this.addWeight('seedGeneratorState', [4], { initializer, isTrainable: false, dtype: 'int32' }),
    );
  }

  /** The value of a weight that `build` has made, in the precision in which the layer computes; for use in `call`. */
  protected weight(weight: Weight | undefined): Tensor {
    if (weight === undefined) throw layerNotBuilt(this.label);
    const value = this.#substitutes?.get(weight) ?? weight.variable;
    return this.dtypePolicy.isIdentity ? value : this.dtypePolicy.compute(value);
  }

  /** What a layer inside this one is built with; for use in `build`. */
  protected contextOf(layer: Layer): BuildContext {
    return { path: this.pathOf(layer.name), key: this.nextKey(), takeElements: this.#takeElements };
  }

  /** Path of a weight or layer inside this one. */
  protected pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}/${name}`;
  }

  /** A random key of its own for each weight, layer or other user inside; for use in `build`. */
  protected nextKey(): HostKey {
    if (this.#key === undefined) throw layerNotBuilt(this.label);
    return foldInData(this.#key, this.#nextStream++);
  }

  #requireBuilt(): void {
    if (this.#state === 'disposed') throw layerDisposed(this.label);
    if (this.#state !== 'built') throw layerNotBuilt(this.label);
  }

  #disposeWeights(): void {
    for (const weight of this.#weights) weight.variable.dispose();
    this.#weights.length = 0;
  }
}

/** `BatchNormalization` becomes `batch_normalization`, `Conv2D` `conv2d` and `ReLU` `re_lu` (Keras's rule). */
function defaultName(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
