/** A fully connected layer between any axes. */
import type { PartialShape } from '@isograd/core';
import { add, type Tensor } from '@tensorflow/tfjs-core';
import { withFanAxes } from '../../initializers/named-initializer.js';
import { Layer, type LayerConfig } from '../../layer.js';
import { badOption } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { partialShapeOption, positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { type KernelOptions, type KernelSettings, readKernelOptions } from '../kernel-options.js';
import { requireSizes } from '../feature-axes.js';
import { contract } from './contract.js';
import {
  type EinsumEquation,
  type EinsumShapes,
  einsumShapesFor,
  readBiasAxes,
  readEinsumEquation,
} from './einsum-equation.js';

/** Options of `einsumDense`, with Keras's names. */
export interface EinsumDenseOptions extends Omit<KernelOptions, 'useBias'> {
  /** Letters of the axes of input, kernel and output: `ab,bc->ac`, `...ab,bc->...ac` or `ab...,bc->ac...`. */
  readonly equation: string;
  /**
   * Sizes of the output but for the batch and the ellipsis; null where the input has the axis too. A number stands for a
   * list of one.
   */
  readonly outputShape: number | PartialShape;
  /** Letters of the axes of the output along which the bias has entries of its own. Default: no bias. */
  readonly biasAxes?: string;
}

/** The layer behind `einsumDense`. */
export class EinsumDense extends Layer {
  readonly className: string = 'EinsumDense';
  override readonly supportsMasking: boolean = true;
  readonly #equation: EinsumEquation;
  readonly #outputShape: PartialShape;
  readonly #biasAxes: string | undefined;
  readonly #settings: KernelSettings;
  #kernel: Weight | undefined;
  #bias: Weight | undefined;

  constructor(options: EinsumDenseOptions) {
    super(options);
    const { outputShape } = options;
    this.#equation = readEinsumEquation('einsumDense', options.equation);
    this.#outputShape =
      typeof outputShape === 'number'
        ? [positiveInteger('einsumDense', 'outputShape', outputShape)]
        : (partialShapeOption('einsumDense', outputShape) ?? requireOutputShape());
    this.#biasAxes = readBiasAxes('einsumDense', options.biasAxes, this.#equation);
    this.#settings = readKernelOptions('einsumDense', options);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const { kernelShape, outputShape } = this.#shapes(onlyInput(this.label, inputShapes));
    requireSizes(this.label, kernelShape, this.#kernel);
    return outputShape;
  }

  override build(inputShapes: ShapeList): void {
    const { kernelShape, biasShape, inputAxes, outputAxes } = this.#shapes(onlyInput(this.label, inputShapes));
    const { kernel, bias } = this.#settings;
    const initializer = withFanAxes('einsumDense', kernel.initializer, inputAxes, outputAxes);
    this.#kernel = this.addWeight('kernel', kernelShape, { ...kernel, initializer });
    if (biasShape !== undefined) this.#bias = this.addWeight('bias', biasShape, bias);
  }

  override call([x]: TensorList): Tensor {
    const { inputLabels, outputLabels, kernelShape } = this.#shapes(x.shape);
    requireSizes(this.label, kernelShape, this.#kernel);
    const kernel = { tensor: this.weight(this.#kernel), labels: this.#equation.kernel };
    const product = contract({ tensor: x, labels: inputLabels }, kernel, outputLabels);
    return this.#settings.activation(this.#bias === undefined ? product : add(product, this.weight(this.#bias)));
  }

  /** The mask is kept where time stays the second axis. */
  override computeMask([x]: TensorList, masks: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    const { inputLabels, outputLabels } = this.#shapes(x.shape);
    return inputLabels[1] === outputLabels[1] ? masks : [];
  }

  override getConfig(): LayerConfig {
    const { useBias: _, ...config } = this.#settings.config;
    return {
      ...super.getConfig(),
      equation: this.#equation.text,
      outputShape: this.#outputShape,
      ...(this.#biasAxes === undefined ? {} : { biasAxes: this.#biasAxes }),
      ...config,
    };
  }

  #shapes(shape: PartialShape): EinsumShapes {
    return einsumShapesFor(this.label, this.#equation, shape, this.#outputShape, this.#biasAxes);
  }
}

function requireOutputShape(): never {
  throw badOption('einsumDense', 'outputShape', undefined, 'a positive integer or a list of sizes');
}

/**
 * A fully connected layer between the axes that an equation names: y = activation(einsum(equation, x, kernel) + bias).
 *
 * Input float32 with an axis for each letter of the first term, the batch first, and any further ones in place of the
 * ellipsis; output float32 with those of the last term. Weights `kernel`, shaped by the second term, and `bias`, with the
 * axes of the output from the first of `biasAxes` on, 1 where the bias is shared. Initializers that count fans do so
 * along the axes that the equation sums over and keeps. A mask is passed on where time stays the second axis (Keras drops
 * it).
 *
 * @throws {ValueError} EINSUM_EQUATION, LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @example
 * import { einsumDense, sequential } from '@isograd/layers';
 * // From [batch, time, features] to 2 heads of 8: [batch, time, heads, headDim].
 * const heads = einsumDense({ equation: 'abc,cde->abde', outputShape: [null, 2, 8], biasAxes: 'de' });
 * const model = sequential({ layers: [heads], inputShape: [5, 16] });
 */
export function einsumDense(options: EinsumDenseOptions): EinsumDense {
  return new EinsumDense(options);
}
