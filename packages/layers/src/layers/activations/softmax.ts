/** Shares of one along an axis, and their logarithms, as layers. */
import type { PartialShape } from '@isograd/core';
import { fill, greater, reshape, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';
import {
  type AxisOptions,
  logSoftmax as logSoftmaxFunction,
  softmax as softmaxFunction,
} from '../../activations/softmax.js';
import { type CallContext, maskOf } from '../../call-context.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { wrongInputCount } from '../../messages.js';
import { wrongMask } from '../../activations/activation-messages.js';
import { axesWithin, axisOrAxes } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { ActivationLayer } from './activation-layer.js';

/** Options of `softmax` and `logSoftmax`, with Keras's names. */
export interface SoftmaxOptions extends LayerOptions, AxisOptions {}

/** Takes the place of what is masked: its exponential is 0 beside any other (Keras). */
const masked = -1e9;

/** The layer behind `softmax`. */
export class Softmax extends Layer {
  readonly className: string = 'Softmax';
  override readonly supportsMasking: boolean = true;
  readonly #axis: number | readonly number[];

  constructor(options: SoftmaxOptions = {}) {
    super(options);
    this.#axis = axisOrAxes('softmax', 'axis', options.axis ?? -1);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const [shape, mask] = inputShapes;
    if (inputShapes.length > 2) throw wrongInputCount(this.label, inputShapes.length, 2);
    axesWithin(this.label, 'axis', this.#axis, shape.length);
    if (mask !== undefined && !broadcastsTo(mask, shape)) throw wrongMask(this.label, mask, shape);
    return shape;
  }

  override computeMask(_inputs: TensorList, masks: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    return masks.slice(0, 1);
  }

  override call(inputs: TensorList, context: CallContext): Tensor {
    const [x, given] = inputs;
    this.computeOutputShape(given === undefined ? [x.shape] : [x.shape, given.shape]);
    const mask = given ?? this.#maskOfTime(x, context);
    if (mask === undefined) return softmaxFunction(x, { axis: this.#axis });
    const isKept = mask.dtype === 'bool' ? mask : greater(mask, 0.5);
    const shares = softmaxFunction(where(isKept, x, fill(x.shape, masked)), { axis: this.#axis });
    return where(isKept, shares, zerosLike(shares)); // what is masked as a whole has no shares either
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), axis: this.#axis };
  }

  /** The mask that came with the input, where shares are taken over time; else whole steps are masked, which may stay. */
  #maskOfTime(x: Tensor, context: CallContext): Tensor | undefined {
    const mask = maskOf(x, context);
    if (mask === undefined || !axesWithin(this.label, 'axis', this.#axis, x.rank).includes(1)) return undefined;
    return reshape(mask, [...mask.shape, ...x.shape.slice(2).map(() => 1)]);
  }
}

/** The layer behind `logSoftmax`. */
export class LogSoftmax extends ActivationLayer {
  readonly className: string = 'LogSoftmax';
  readonly #axis: number | readonly number[];

  constructor(options: SoftmaxOptions = {}) {
    super(options);
    this.#axis = axisOrAxes('logSoftmax', 'axis', options.axis ?? -1);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = super.computeOutputShape(inputShapes);
    axesWithin(this.label, 'axis', this.#axis, shape.length);
    return shape;
  }

  protected override activate(x: Tensor): Tensor {
    return logSoftmaxFunction(x, { axis: this.#axis });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), axis: this.#axis };
  }
}

/**
 * Shares of one: e^x / Σ e^x along the axis, over the elements that a mask keeps; the others give 0.
 *
 * Input float32 of any shape, and as a second input, if need be, a mask that broadcasts to it: bool, or a number above
 * 0.5 for what is kept. Without one, the mask that came with a sequence counts where `axis` is its time. Output
 * float32 of the shape of the first input.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} INPUT_COUNT, MASK_SHAPE
 */
export function softmax(options: SoftmaxOptions = {}): Softmax {
  return new Softmax(options);
}

/**
 * The logarithm of softmax: x - log Σ e^x along the axis; PyTorch's layer (Keras has the function alone).
 *
 * Input and output float32 of any shape.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function logSoftmax(options: SoftmaxOptions = {}): LogSoftmax {
  return new LogSoftmax(options);
}

/** Whether each axis of `mask`, counted from the last, has size 1 or that of `shape`. */
function broadcastsTo(mask: PartialShape, shape: PartialShape): boolean {
  if (mask.length > shape.length) return false;
  return mask.every((size, index) => {
    const other = shape[index + shape.length - mask.length];
    return size === 1 || size === null || other === null || size === other;
  });
}
