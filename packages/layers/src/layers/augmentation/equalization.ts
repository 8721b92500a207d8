/** Spreads the values of images so that all are about equally frequent. */
import type { PartialShape } from '@isograd/core';
import {
  add,
  cast,
  clipByValue,
  cumsum,
  denseBincount,
  div,
  floor,
  gather,
  greater,
  max,
  maximum,
  min,
  mul,
  range,
  reshape,
  round,
  sub,
  type Tensor,
  type Tensor2D,
  transpose,
  where,
  zeros,
} from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { spatialShape } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';
import { type Range, valueRangeOption } from './factor.js';

/** Options of `equalization`, with Keras's names. */
export interface EqualizationOptions extends LayerOptions, DataFormatOptions {
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
  /** How many values are told apart, at least 2. Default: 256. */
  readonly bins?: number;
}

/** The layer behind `equalization`. */
export class Equalization extends Layer {
  readonly className: string = 'Equalization';
  readonly #valueRange: Range;
  readonly #bins: number;

  constructor(options: EqualizationOptions = {}) {
    super(options);
    const { bins = 256 } = options;
    this.#valueRange = valueRangeOption('equalization', options.valueRange);
    this.#bins = positiveInteger('equalization', 'bins', bins);
    if (bins < 2) throw badOption('equalization', 'bins', bins, 'an integer from 2 on');
    checkDataFormat('equalization', options.dataFormat);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    spatialShape(this.label, shape, 2);
    return shape;
  }

  override call([x]: TensorList, { training }: CallContext): Tensor {
    this.computeOutputShape([x.shape]);
    const images = x.dtype === 'float32' ? x.clone() : cast(x, 'float32');
    if (!training) return images;
    const [smallest, largest] = this.#valueRange;
    const bins = this.#bins;
    const channels = x.shape[3] ?? 1;
    const byChannel = reshape(transpose(images, [3, 0, 1, 2]), [channels, -1]); // [channels, pixels]
    const shares = clipByValue(mul(sub(byChannel, smallest), 1 / (largest - smallest)), 0, 1);
    const places = cast(floor(mul(shares, bins - 1)), 'int32');
    const none: Tensor = zeros([0]);
    const counts = denseBincount(places as Tensor2D, none as Tensor2D, bins); // [channels, bins]
    const upTo = cumsum(counts, 1);
    const pixels = max(upTo, 1, true); // [channels, 1]
    const lowest = min(where(greater(upTo, 0), upTo, pixels), 1, true);
    const others = sub(pixels, lowest);
    const table = round(mul(div(sub(upTo, lowest), maximum(others, 1)), 255));
    const firsts = reshape(mul(range(0, channels), bins), [channels, 1]);
    const rows = cast(add(cast(places, 'float32'), firsts), 'int32');
    const read = gather(reshape(clipByValue(table, 0, 255), [channels * bins]), reshape(rows, [rows.size]));
    const spread = add(mul(reshape(read, rows.shape), (largest - smallest) / 255), smallest);
    const equalized = where(greater(others, 0), spread, byChannel); // a channel of one value stays as it is
    const [batch = 0, height = 0, width = 0] = x.shape;
    return transpose(reshape(equalized, [channels, batch, height, width]), [1, 2, 3, 0]);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), valueRange: this.#valueRange, bins: this.#bins };
  }
}

/**
 * While training, replaces each value by its rank: 255 · (pixels up to it - pixels of the lowest) / (all pixels - pixels
 * of the lowest), rounded and brought to the value range; for each channel, over the whole batch as in Keras (PyTorch:
 * for each image). A channel of one value stays as it is.
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape. Nothing is differentiable:
 * values change in steps.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function equalization(options: EqualizationOptions = {}): Equalization {
  return new Equalization(options);
}
