/** Pooling over a whole image. */
import type { PartialShape } from '@isograd/core';
import { mean, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { imageShape } from '../../window-shape.js';

/** Options of global pooling, with Keras's names. */
export interface GlobalPooling2DOptions extends LayerOptions {
  /** Whether height and width stay as axes of size 1. Default: false. */
  readonly keepDims?: boolean;
}

/** The layer behind `globalAveragePooling2d`. */
export class GlobalAveragePooling2D extends Layer {
  readonly className: string = 'GlobalAveragePooling2D';
  readonly #keepDims: boolean;

  constructor(options: GlobalPooling2DOptions = {}) {
    super(options);
    this.#keepDims = options.keepDims ?? false;
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const [batch, , , channels] = imageShape(this.label, onlyInput(this.label, inputShapes));
    return this.#keepDims ? [batch, 1, 1, channels] : [batch, channels];
  }

  override call([x]: TensorList): Tensor {
    return mean(x, [1, 2], this.#keepDims);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), keepDims: this.#keepDims };
  }
}

/**
 * The average of each channel.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, channels]`.
 */
export function globalAveragePooling2d(options: GlobalPooling2DOptions = {}): GlobalAveragePooling2D {
  return new GlobalAveragePooling2D(options);
}
