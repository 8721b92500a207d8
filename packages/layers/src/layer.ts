/**
 * A layer is a function of tensors with state.
 *
 * `computeOutputShape` says what shape comes out, without computing: models are put together and checked
 * with it before any weight exists. `build` makes the weights once the input shape is known; the model hands
 * it a random key and a path, so that the same seed gives the same weights on every backend. `call` computes;
 * it is pure but for weights that it assigns (moving statistics, a random key). `getConfig` returns what
 * would make the layer again. Inputs always come as a list, since some layers take several.
 *
 * A layer of your own extends this class and implements `className`, `computeOutputShape` and `call`, and
 * `build` when it has weights.
 */
import { type DType, foldInData, type HostKey, type NdArray, type PartialShape, type Shape } from '@isograd/core';
import { type Tensor, tensor1d, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import { withErrorPath } from './error-path.js';
import type { Initializer } from './initializers/initializer.js';
import { layerDisposed, layerNotBuilt } from './messages.js';
import { applySymbolically, type SymbolicTensor } from './symbolic-tensor.js';
import { asNonEmpty, type ShapeList, type TensorList, toList } from './tensor-list.js';
import type { Weight } from './weight.js';

/** Options that every layer takes. */
export interface LayerOptions {
  /** Name within the model. Default: the class name in snake case, numbered when it occurs again. */
  readonly name?: string;
  /** Whether optimizers change the weights. Default: true. */
  readonly trainable?: boolean;
  /** Shape of one example, without the batch axis; for the first layer of a sequential model. */
  readonly inputShape?: Shape;
}

/** How a layer is called. */
export interface CallContext {
  /** Whether this is a training step: dropout drops, batch normalization uses the batch. */
  readonly training: boolean;
}

/** What a model gives a layer when it is built. */
export interface BuildContext {
  /** Path of the layer from the outermost model, which itself has an empty one. */
  readonly path: string;
  /** Source of all randomness of this layer. */
  readonly key: HostKey;
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
  readonly inputShape: Shape | undefined;
  #name: string | undefined;
  readonly #hasOwnName: boolean;
  #path = '';
  #key: HostKey | undefined;
  #nextStream = 0;
  #state: 'new' | 'built' | 'disposed' = 'new';
  readonly #weights: Weight[] = [];

  constructor(options: LayerOptions = {}) {
    this.#name = options.name;
    this.#hasOwnName = options.name !== undefined;
    this.trainable = options.trainable ?? true;
    this.inputShape = options.inputShape;
  }

  /**
   * Shape of the output for given inputs.
   *
   * @param inputShapes - One shape an input; the batch axis is `null`.
   * @throws {ShapeError} when the layer cannot take such inputs.
   */
  abstract computeOutputShape(inputShapes: ShapeList): PartialShape;

  /**
   * Computes the output.
   *
   * @param inputs - One tensor an input.
   * @param context - Whether this is a training step.
   */
  abstract call(inputs: TensorList, context: CallContext): Tensor | TensorList;

  /** Makes the weights. Called once, with known shapes but for the batch axis. */
  build(_inputShapes: ShapeList): void {}

  /**
   * Refuses host data that `call` could not compute with; asked before training, for layers that read an
   * input of the model directly.
   */
  checkInputData(_where: string, _data: NdArray): void {}

  /** What would make this layer again, in Keras's words. */
  getConfig(): LayerConfig {
    return { name: this.name, trainable: this.trainable };
  }

  /** dtype of the inputs, for models that are fed directly. Default: float32. */
  get inputDType(): DType {
    return 'float32';
  }

  /** dtype of the output. Default: float32. */
  get outputDType(): DType {
    return 'float32';
  }

  /** Layers inside this one, in the order in which they are built. Default: none. */
  get sublayers(): readonly Layer[] {
    return [];
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

  /** All weights, those of the layers inside included, in a stable order. */
  get weights(): readonly Weight[] {
    return [...this.#weights, ...this.sublayers.flatMap((layer) => layer.weights)];
  }

  /** Weights that an optimizer changes. */
  get trainableWeights(): readonly Weight[] {
    if (!this.trainable) return [];
    const own = this.#weights.filter((weight) => weight.isTrainable);
    return [...own, ...this.sublayers.flatMap((layer) => layer.trainableWeights)];
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
   * Puts the layer into a functional model.
   *
   * @param inputs - What `input()` or another layer's `apply` returned.
   * @returns A symbolic tensor: a shape without values.
   * @throws {ShapeError} when the layer cannot take such inputs.
   */
  apply(inputs: SymbolicTensor | readonly SymbolicTensor[]): SymbolicTensor {
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
    try {
      this.build(inputShapes);
    } catch (error) {
      this.#disposeWeights();
      throw error;
    }
    this.#state = 'built';
  }

  /** `call` in a scope of its own: frees what is not returned, and adds this layer's name to errors. */
  run(inputs: TensorList, context: CallContext): Tensor | TensorList {
    if (this.#state !== 'built') throw layerNotBuilt(this.label);
    return withErrorPath(
      this.label,
      () => tidy(() => this.call(inputs, context) as Tensor | Tensor[]) as Tensor | TensorList,
    );
  }

  /** Frees the weights. The layer cannot be used afterwards; disposing it again does nothing. */
  dispose(): void {
    this.#disposeWeights();
    for (const layer of this.sublayers) layer.dispose();
    this.#state = 'disposed';
  }

  /**
   * Makes a weight; for use in `build`.
   *
   * @param name - Keras's name of the weight.
   * @param shape - Its shape.
   * @param initializer - First values.
   * @param options - `isTrainable`: default true; `dtype`: default float32.
   */
  protected addWeight(
    name: string,
    shape: Shape,
    initializer: Initializer,
    options: { readonly isTrainable?: boolean; readonly dtype?: DType } = {},
  ): Weight {
    const { isTrainable = true, dtype = 'float32' } = options;
    const value = tidy(() => variable(initializer.init(tensor1d(this.nextKey(), 'int32'), shape, dtype), false));
    const weight: Weight = { name, path: this.pathOf(name), shape, dtype, isTrainable, variable: value };
    value.trainable = isTrainable;
    this.#weights.push(weight);
    return weight;
  }

  /** The variable of a weight that `build` has made; for use in `call`. */
  protected weight(weight: Weight | undefined): Variable {
    if (weight === undefined) throw layerNotBuilt(this.label);
    return weight.variable;
  }

  /** What a layer inside this one is built with; for use in `build`. */
  protected contextOf(layer: Layer): BuildContext {
    return { path: this.pathOf(layer.name), key: this.nextKey() };
  }

  /** Path of something inside this layer. */
  protected pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}/${name}`;
  }

  /** A random key of its own for each weight, layer or other user inside; for use in `build`. */
  protected nextKey(): HostKey {
    if (this.#key === undefined) throw layerNotBuilt(this.label);
    return foldInData(this.#key, this.#nextStream++);
  }

  #disposeWeights(): void {
    for (const weight of this.#weights) weight.variable.dispose();
    this.#weights.length = 0;
  }
}

/** `BatchNormalization` becomes `batch_normalization`, `Conv2D` becomes `conv2d` (Keras's rule). */
function defaultName(className: string): string {
  return className
    .replace(/([a-z0-9])([A-Z][a-z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
