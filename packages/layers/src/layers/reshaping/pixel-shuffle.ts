/** Moves channels into space and back. */
import type { PartialShape } from '@isograd/core';
import { depthToSpace, reshape, type Tensor, type Tensor4D, transpose } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { spatialShape } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';

/** Options of `pixelShuffle` and `pixelUnshuffle`. */
export interface PixelShuffleOptions extends LayerOptions, DataFormatOptions {
  /** Height and width of the block of pixels that the channels of one pixel hold (PyTorch: `upscale_factor`). */
  readonly blockSize: number;
}

/** What both directions share. */
abstract class BlockLayer extends Layer {
  protected readonly blockSize: number;

  constructor(factory: string, options: PixelShuffleOptions) {
    super(options);
    this.blockSize = positiveInteger(factory, 'blockSize', options.blockSize);
    checkDataFormat(factory, options.dataFormat);
  }

  /** A size divided by a number that must divide it; null stays null. */
  protected divided(size: number | null, divisor: number, rule: string): number | null {
    if (size === null) return null;
    if (size % divisor === 0) return size / divisor;
    throw badOption(this.label, 'blockSize', this.blockSize, `${rule}, ${size}`);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), blockSize: this.blockSize };
  }
}

/** The layer behind `pixelShuffle`. */
export class PixelShuffle extends BlockLayer {
  readonly className: string = 'PixelShuffle';

  constructor(options: PixelShuffleOptions) {
    super('pixelShuffle', options);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const { batch, sizes, channels } = spatialShape(this.label, onlyInput(this.label, inputShapes), 2);
    const enlarged = sizes.map((size) => (size === null ? null : size * this.blockSize));
    const left = this.divided(channels, this.blockSize ** 2, 'a number whose square divides the number of channels');
    return [batch, ...enlarged, left];
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    return this.blockSize === 1 ? x.clone() : depthToSpace(x as Tensor4D, this.blockSize);
  }
}

/** The layer behind `pixelUnshuffle`. */
export class PixelUnshuffle extends BlockLayer {
  readonly className: string = 'PixelUnshuffle';

  constructor(options: PixelShuffleOptions) {
    super('pixelUnshuffle', options);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const { batch, sizes, channels } = spatialShape(this.label, onlyInput(this.label, inputShapes), 2);
    const blocks = sizes.map((size) => this.divided(size, this.blockSize, 'a divisor of height and width'));
    return [batch, ...blocks, channels === null ? null : channels * this.blockSize ** 2];
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
    const { blockSize } = this;
    const [rows, columns] = [height / blockSize, width / blockSize];
    const blocks = reshape(x, [batch * rows, blockSize, columns, blockSize * channels]);
    const moved = transpose(blocks, [0, 2, 1, 3]); // [batch * rows, columns, block, block * channels]
    return reshape(moved, [batch, rows, columns, channels * blockSize ** 2]);
  }
}

/**
 * Makes a block of pixels of the channels of each pixel: enlarges images by channels that a convolution has computed.
 * Channel (row · blockSize + column) · channels' + c becomes channel c of the pixel at that row and column of the block
 * (`depth_to_space` of TensorFlow and Keras; PyTorch's PixelShuffle orders channels c · blockSize² + row · blockSize +
 * column).
 *
 * Input float32 `[batch, height, width, channels' * blockSize ** 2]`, output float32
 * `[batch, height * blockSize, width * blockSize, channels']`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 * @example
 * import { conv2d, pixelShuffle, sequential } from '@isograd/layers';
 * const subpixels = conv2d({ filters: 12, kernelSize: 3, padding: 'same', inputShape: [8, 8, 3] });
 * const model = sequential({ layers: [subpixels, pixelShuffle({ blockSize: 2 })] }); // [batch, 16, 16, 3]
 * @see Shi et al.: "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional
 * Neural Network" (CVPR 2016)
 */
export function pixelShuffle(options: PixelShuffleOptions): PixelShuffle {
  return new PixelShuffle(options);
}

/**
 * Undoes `pixelShuffle`: makes the channels of one pixel of each block of pixels (`space_to_depth` of TensorFlow and
 * Keras).
 *
 * Input float32 `[batch, height, width, channels]`, output float32
 * `[batch, height / blockSize, width / blockSize, channels * blockSize ** 2]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function pixelUnshuffle(options: PixelShuffleOptions): PixelUnshuffle {
  return new PixelUnshuffle(options);
}
