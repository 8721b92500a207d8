/** A rectifier whose slopes below 0 are trained. */
import type { PartialShape } from '@isograd/core';
import { prelu as preluOp, type Tensor } from '@tensorflow/tfjs-core';
import type { ConstraintOption } from '../../constraints/named-constraint.js';
import type { InitializerOption } from '../../initializers/named-initializer.js';
import type { LayerConfig, LayerOptions } from '../../layer.js';
import { badOption, unknownAxis } from '../../messages.js';
import { wrongSlopes } from '../../activations/activation-messages.js';
import { onlyInput } from '../../only-input.js';
import { axisOrAxes } from '../../option-checks.js';
import type { RegularizerOption } from '../../regularizers/named-regularizer.js';
import type { ShapeList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { readWeightOptions, type WeightSettings } from '../kernel-options.js';
import { ActivationLayer } from './activation-layer.js';

/** Options of `prelu`, with Keras's names. */
export interface PReluOptions extends LayerOptions {
  /** Default: zeros. */
  readonly alphaInitializer?: InitializerOption;
  /** Default: none. */
  readonly alphaRegularizer?: RegularizerOption;
  /** Default: none. */
  readonly alphaConstraint?: ConstraintOption;
  /** Axes along which one slope serves all, counted with the batch as 0: [1, 2] for one a channel of images. Default: none. */
  readonly sharedAxes?: number | readonly number[];
}

/** The layer behind `prelu`. */
export class PReLU extends ActivationLayer {
  readonly className: string = 'PReLU';
  readonly #settings: WeightSettings;
  readonly #alphaConfig: LayerConfig;
  readonly #sharedAxes: readonly number[];
  #alpha: Weight | undefined;

  constructor(options: PReluOptions = {}) {
    super(options);
    const { settings, config } = readWeightOptions('prelu', 'alpha', options, 'zeros');
    this.#settings = settings;
    this.#alphaConfig = config;
    this.#sharedAxes = readSharedAxes(options.sharedAxes ?? []);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const slopes = this.#slopesFor(shape);
    const built = this.#alpha?.shape;
    if (built !== undefined && (built.length !== slopes.length || built.some((size, axis) => size !== slopes[axis]))) {
      throw wrongSlopes(this.label, shape, built);
    }
    return shape;
  }

  override build(inputShapes: ShapeList): void {
    this.#alpha = this.addWeight('alpha', this.#slopesFor(onlyInput(this.label, inputShapes)), this.#settings);
  }

  protected override activate(x: Tensor): Tensor {
    this.computeOutputShape([x.shape]);
    return preluOp(x, this.weight(this.#alpha));
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...this.#alphaConfig, sharedAxes: this.#sharedAxes };
  }

  /** The shape of one example, with 1 for the axes that share. */
  #slopesFor(shape: PartialShape): number[] {
    const beyond = this.#sharedAxes.find((axis) => axis >= shape.length);
    if (beyond !== undefined) {
      throw badOption(
        this.label,
        'sharedAxes',
        beyond,
        `axes of the input other than batch (it has ${shape.length} axes)`,
      );
    }
    return shape.slice(1).map((size, index) => {
      if (this.#sharedAxes.includes(index + 1)) return 1;
      if (size === null)
        throw unknownAxis(this.label, shape, `a known size of axis ${index + 1}, or sharedAxes with it`);
      return size;
    });
  }
}

/**
 * The rectifier with trained slopes: x where x > 0, alpha · x elsewhere, with a trained alpha for each element of an example.
 *
 * Input float32 `[batch, ...]`, output of the same shape; weight `alpha` `[...]`, with size 1 along `sharedAxes`.
 *
 * @throws {ValueError} LAYER_OPTION, OPTION_FORM, OPTION_UNKNOWN @throws {UnsupportedError} NAME_UNKNOWN
 * @throws {ShapeError} SHAPE_UNKNOWN_AXIS, PRELU_SHAPE
 * @example
 * import { conv2d, prelu, sequential } from '@isograd/layers';
 * const convolution = conv2d({ filters: 8, kernelSize: 3, inputShape: [28, 28, 1] });
 * const model = sequential({ layers: [convolution, prelu({ sharedAxes: [1, 2] })] });
 * @see He et al.: "Delving Deep into Rectifiers" (2015)
 */
export function prelu(options: PReluOptions = {}): PReLU {
  return new PReLU(options);
}

function readSharedAxes(value: unknown): readonly number[] {
  if (Array.isArray(value) && value.length === 0) return [];
  const given = axisOrAxes('prelu', 'sharedAxes', value);
  const axes = typeof given === 'number' ? [given] : given;
  if (axes.some((axis) => axis < 1))
    throw badOption('prelu', 'sharedAxes', value, 'axes from 1, since the batch shares');
  return axes;
}
