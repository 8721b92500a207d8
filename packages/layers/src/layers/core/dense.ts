/** The fully connected layer. */
import type { PartialShape } from '@isograd/core';
import { add, matMul, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig } from '../../layer.js';
import { lastAxisMismatch, unknownAxis, wrongRank } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { type KernelOptions, type KernelSettings, readKernelOptions } from '../kernel-options.js';

/** Options of `dense`, with Keras's names. */
export interface DenseOptions extends KernelOptions {
  /** Size of the last axis of the output; at least 1. */
  readonly units: number;
}

/** The layer behind `dense`; extend it, or use the factory. */
export class Dense extends Layer {
  readonly className: string = 'Dense';
  override readonly supportsMasking: boolean = true;
  readonly #units: number;
  readonly #settings: KernelSettings;
  #kernel: Weight | undefined;
  #bias: Weight | undefined;

  constructor(options: DenseOptions) {
    super(options);
    this.#units = positiveInteger('dense', 'units', options.units);
    this.#settings = readKernelOptions('dense', options);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    if (shape.length < 2) throw wrongRank(this.label, shape, '[batch, ..., features]', 'add an axis of features.');
    const features = shape.at(-1) ?? null;
    if (features === null) throw unknownAxis(this.label, shape, 'a known last axis');
    const [expected = features] = this.#kernel?.shape ?? [];
    if (features !== expected) throw lastAxisMismatch(this.label, shape, expected, [expected, this.#units]);
    return [...shape.slice(0, -1), this.#units];
  }

  override build(inputShapes: ShapeList): void {
    const features = onlyInput(this.label, inputShapes).at(-1) ?? 1;
    this.#kernel = this.addWeight('kernel', [features, this.#units], this.#settings.kernel);
    if (this.#settings.useBias) this.#bias = this.addWeight('bias', [this.#units], this.#settings.bias);
  }

  override call([x]: TensorList): Tensor {
    const kernel = this.weight(this.#kernel);
    this.computeOutputShape([x.shape]);
    const rows = x.rank === 2 ? x : reshape(x, [-1, x.shape.at(-1) ?? 1]); // [rows, features]
    const product = matMul(rows as Tensor, kernel); // [rows, units]
    const sum = this.#bias === undefined ? product : add(product, this.weight(this.#bias));
    return this.#settings.activation(x.rank === 2 ? sum : reshape(sum, [...x.shape.slice(0, -1), this.#units]));
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      units: this.#units,
      ...this.#settings.config,
    };
  }
}

/**
 * A fully connected layer: y = activation(x · kernel + bias) over the last axis.
 *
 * Input float32 `[batch, ..., features]`, output float32 `[batch, ..., units]`; weights `kernel`
 * `[features, units]` and `bias` `[units]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @example
 * import { dense, sequential } from '@isograd/layers';
 * const model = sequential({ layers: [dense({ units: 10, activation: 'softmax', inputShape: [784] })] });
 */
export function dense(options: DenseOptions): Dense {
  return new Dense(options);
}
