/** Applies a layer to every step of a sequence. */
import type { DType, NdArray, PartialShape } from '@isograd/core';
import { reshape, stack, type Tensor, unstack } from '@tensorflow/tfjs-core';
import { type CallContext, maskOf } from '../../call-context.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { notALayer, sequenceShape } from './recurrent-messages.js';
import { serializeLayer } from '../../serialization/layer-reader.js';
import { asNonEmpty, type ShapeList, type TensorList, toList, toShapeList } from '../../tensor-list.js';

/** Options of `timeDistributed`, with Keras's names. */
export interface TimeDistributedOptions extends LayerOptions {
  /** Applied to each step. */
  readonly layer: Layer;
}

/** The layer behind `timeDistributed`. */
export class TimeDistributed extends Layer {
  readonly className: string = 'TimeDistributed';
  override readonly supportsMasking: boolean = true;
  readonly layer: Layer;

  constructor(options: TimeDistributedOptions) {
    super(options);
    if (!(options.layer instanceof Layer)) throw notALayer('timeDistributed', 'layer', options.layer);
    this.layer = this.track(options.layer);
  }

  override get inputDType(): DType {
    return this.layer.inputDType;
  }

  override get outputDType(): DType {
    return this.layer.outputDType;
  }

  override checkInputData(where: string, data: NdArray): void {
    this.layer.checkInputData(where, data);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList {
    const shape = onlyInput(this.label, inputShapes);
    const outputs = toShapeList(this.layer.computeOutputShape([this.#frameShape(shape)]));
    const overTime = outputs.map(([batch = null, ...sizes]) => [batch, shape[1] ?? null, ...sizes]);
    return overTime.length === 1 ? (overTime[0] as PartialShape) : asNonEmpty(overTime);
  }

  override build(inputShapes: ShapeList): void {
    this.layer.ensureBuilt([this.#frameShape(onlyInput(this.label, inputShapes))], this.contextOf(this.layer));
  }

  /**
   * As one batch of all steps, where the layer only has weights that train and so treats examples alike; step by step
   * where it keeps statistics, states or random keys, which move on with every step (Keras).
   */
  override call([x]: TensorList, context: CallContext): TensorList {
    this.computeOutputShape([x.shape]);
    const isOneBatch = this.layer.weights.every(({ isTrainable }) => isTrainable);
    return isOneBatch ? this.#callAtOnce(x, context) : this.#callByStep(x, context);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), layer: serializeLayer(this.layer) };
  }

  #callAtOnce(x: Tensor, context: CallContext): TensorList {
    const [batch = 0, time = 0, ...sizes] = x.shape;
    const frames = reshape(x, [batch * time, ...sizes]);
    const mask = frameMask(x, context);
    if (mask !== undefined) context.masks?.set(frames, reshape(mask, [batch * time, ...mask.shape.slice(2)]));
    const outputs = toList(this.layer.run([frames], context));
    return asNonEmpty(outputs.map((output) => reshape(output, [batch, time, ...output.shape.slice(1)])));
  }

  #callByStep(x: Tensor, context: CallContext): TensorList {
    const mask = frameMask(x, context);
    const masks = mask === undefined ? [] : unstack(mask, 1);
    const outputs = unstack(x, 1).map((frame, time) => {
      const own = masks[time];
      if (own !== undefined) context.masks?.set(frame, own);
      return toList(this.layer.run([frame], context));
    });
    const [first = []] = outputs;
    return asNonEmpty(
      first.map((_, place) =>
        stack(
          outputs.map((ofStep) => ofStep[place] as Tensor),
          1,
        ),
      ),
    );
  }

  #frameShape(shape: PartialShape): PartialShape {
    if (shape.length < 3 || shape[1] === 0) throw sequenceShape(this.label, shape);
    return [shape[0] ?? null, ...shape.slice(2)];
  }
}

/** The mask of the frames, where it has more axes than `[batch, time]`. */
function frameMask(x: Tensor, context: CallContext): Tensor | undefined {
  const mask = maskOf(x, context);
  return mask !== undefined && mask.rank > 2 ? mask : undefined;
}

/**
 * Applies a layer to every step of a sequence: y[:, t] = layer(x[:, t]), with the same weights.
 *
 * Input `[batch, time, ...]` of any length; output `[batch, time, ...]`, or several where the layer has several. Weights
 * are those of the layer. Layers that keep nothing but trained weights see all steps as one batch, `[batch · time, ...]`;
 * others, as batch normalization and dropout, see one step after the other (tfjs-layers: always).
 *
 * @throws {ValueError} LAYER_EXPECTED
 * @example
 * import { conv2d, lstm, flatten, sequential, timeDistributed } from '@isograd/layers';
 * const video = sequential({
 *   layers: [
 *     timeDistributed({ layer: conv2d({ filters: 2, kernelSize: 3 }), inputShape: [null, 8, 8, 1] }),
 *     timeDistributed({ layer: flatten() }), // [batch, time, 72]
 *     lstm({ units: 4 }),
 *   ],
 * });
 */
export function timeDistributed(options: TimeDistributedOptions): TimeDistributed {
  return new TimeDistributed(options);
}
