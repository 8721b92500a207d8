/** Cuts out the middle of images. */
import type { PartialShape } from '@isograd/core';
import { slice, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { spatialShape } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';
import { croppedBox, type ImageBox, type ImageSize } from './aspect-ratio.js';
import { resizeImages } from './resize-images.js';

/** Options of `centerCrop`, with Keras's names. */
export interface CenterCropOptions extends LayerOptions, DataFormatOptions {
  /** Height of the output. */
  readonly height: number;
  /** Width of the output. */
  readonly width: number;
}

/** The layer behind `centerCrop`. */
export class CenterCrop extends Layer {
  readonly className: string = 'CenterCrop';
  readonly #size: ImageSize;

  constructor(options: CenterCropOptions) {
    super(options);
    const where = 'centerCrop';
    this.#size = [positiveInteger(where, 'height', options.height), positiveInteger(where, 'width', options.width)];
    checkDataFormat(where, options.dataFormat);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const { batch, channels } = spatialShape(this.label, onlyInput(this.label, inputShapes), 2);
    return [batch, ...this.#size, channels];
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const [, imageHeight = 0, imageWidth = 0] = x.shape;
    const [height, width] = this.#size;
    if (imageHeight >= height && imageWidth >= width) {
      const [top, left] = [Math.floor((imageHeight - height) / 2), Math.floor((imageWidth - width) / 2)];
      return sliceBox(x, { top, left, height, width });
    }
    const middle = sliceBox(x, croppedBox([imageHeight, imageWidth], this.#size));
    return resizeImages(middle, this.#size, { interpolation: 'bilinear', antialias: false });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), height: this.#size[0], width: this.#size[1] };
  }
}

function sliceBox(x: Tensor, { top, left, height, width }: ImageBox): Tensor {
  return slice(x, [0, top, left, 0], [x.shape[0] ?? 0, height, width, x.shape[3] ?? 0]);
}

/**
 * The middle of each image; an image that is too small has its largest box of this aspect ratio enlarged (bilinear).
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function centerCrop(options: CenterCropOptions): CenterCrop {
  return new CenterCrop(options);
}
