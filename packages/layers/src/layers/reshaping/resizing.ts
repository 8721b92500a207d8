/** Resizes images. */
import type { PartialShape } from '@isograd/core';
import { pad, slice, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { booleanOption, finiteNumber, oneOf, positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { spatialShape } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';
import { borders, croppedBox, type ImageSize } from './aspect-ratio.js';
import { resizeImages } from './resize-images.js';
import { type Interpolation, interpolations } from './resize-weights.js';

/** Options of `resizing`, with Keras's names. */
export interface ResizingOptions extends LayerOptions, DataFormatOptions {
  /** Height of the output. */
  readonly height: number;
  /** Width of the output. */
  readonly width: number;
  /** Default: bilinear. */
  readonly interpolation?: Interpolation;
  /** Whether the middle of the image is cut out first so that nothing is distorted. Default: false. */
  readonly cropToAspectRatio?: boolean;
  /** Whether borders are added first so that nothing is distorted. Default: false. */
  readonly padToAspectRatio?: boolean;
  /** How borders are filled: `constant`, with `fillValue`. Default: constant. */
  readonly fillMode?: 'constant';
  /** Default: 0. */
  readonly fillValue?: number;
  /** Whether pixels are averaged where the image shrinks. Default: false. */
  readonly antialias?: boolean;
}

/** The layer behind `resizing`. */
export class Resizing extends Layer {
  readonly className: string = 'Resizing';
  readonly #size: ImageSize;
  readonly #interpolation: Interpolation;
  readonly #cropToAspectRatio: boolean;
  readonly #padToAspectRatio: boolean;
  readonly #fillValue: number;
  readonly #antialias: boolean;

  constructor(options: ResizingOptions) {
    super(options);
    const where = 'resizing';
    const { padToAspectRatio } = options;
    this.#size = [positiveInteger(where, 'height', options.height), positiveInteger(where, 'width', options.width)];
    this.#interpolation = oneOf(where, 'interpolation', options.interpolation ?? 'bilinear', interpolations);
    this.#cropToAspectRatio = booleanOption(where, 'cropToAspectRatio', options.cropToAspectRatio ?? false);
    this.#padToAspectRatio = booleanOption(where, 'padToAspectRatio', padToAspectRatio ?? false);
    oneOf(where, 'fillMode', options.fillMode ?? 'constant', ['constant']);
    this.#fillValue = finiteNumber(where, 'fillValue', options.fillValue ?? 0);
    this.#antialias = booleanOption(where, 'antialias', options.antialias ?? false);
    checkDataFormat(where, options.dataFormat);
    if (this.#cropToAspectRatio && this.#padToAspectRatio) {
      throw badOption(where, 'padToAspectRatio', padToAspectRatio, 'false with cropToAspectRatio');
    }
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const { batch, channels } = spatialShape(this.label, onlyInput(this.label, inputShapes), 2);
    return [batch, ...this.#size, channels];
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const options = { interpolation: this.#interpolation, antialias: this.#antialias };
    return resizeImages(this.#shaped(x), this.#size, options);
  }

  /** The image with the aspect ratio of the output where that is asked for. */
  #shaped(x: Tensor): Tensor {
    const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
    if (this.#cropToAspectRatio) {
      const box = croppedBox([height, width], this.#size);
      return slice(x, [0, box.top, box.left, 0], [batch, box.height, box.width, channels]);
    }
    if (!this.#padToAspectRatio) return x;
    const [rows, columns] = borders([height, width], this.#size);
    const amounts: [number, number][] = [
      [0, 0],
      [rows, rows],
      [columns, columns],
      [0, 0],
    ];
    return pad(x, amounts, this.#fillValue);
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      height: this.#size[0],
      width: this.#size[1],
      interpolation: this.#interpolation,
      cropToAspectRatio: this.#cropToAspectRatio,
      padToAspectRatio: this.#padToAspectRatio,
      fillMode: 'constant',
      fillValue: this.#fillValue,
      antialias: this.#antialias,
    };
  }
}

/**
 * Resizes images, with pixels at half-integer places; `bicubic` is cubic convolution with a = -1/2 (PyTorch: -3/4).
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 * @example
 * import { input, model, rescaling, resizing } from '@isograd/layers';
 * const photos = input({ shape: [null, null, 3] }); // of any size, from 0 to 255
 * const small = resizing({ height: 32, width: 32, cropToAspectRatio: true }).apply(photos);
 * const preprocess = model({ inputs: photos, outputs: rescaling({ scale: 1 / 127.5, offset: -1 }).apply(small) });
 */
export function resizing(options: ResizingOptions): Resizing {
  return new Resizing(options);
}
