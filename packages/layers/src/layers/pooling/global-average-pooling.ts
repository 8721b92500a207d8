/** Global average pooling. */
import { cast, div, expandDims, maximum, mean, sum, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';
import { type CallContext, maskOf } from '../../call-context.js';
import type { TensorList } from '../../tensor-list.js';
import { GlobalPooling, type GlobalPoolingOptions } from './global-pooling.js';

abstract class GlobalAveragePooling extends GlobalPooling {
  override call([x]: TensorList, _context: CallContext): Tensor {
    this.computeOutputShape([x.shape]);
    return mean(x, this.axes, this.keepDims);
  }
}

/** The layer behind `globalAveragePooling1d`. */
export class GlobalAveragePooling1D extends GlobalAveragePooling {
  readonly className: string = 'GlobalAveragePooling1D';
  override readonly supportsMasking: boolean = true;

  constructor(options: GlobalPoolingOptions = {}) {
    super('globalAveragePooling1d', 1, options);
  }

  override call([x]: TensorList, context: CallContext): Tensor {
    const mask = maskOf(x, context);
    if (mask === undefined) return super.call([x], context);
    this.computeOutputShape([x.shape]);
    const counts = expandDims(mask, 2); // [batch, time, 1]
    const total = sum(where(counts, x, zerosLike(x)), 1, this.keepDims);
    return div(total, maximum(sum(cast(counts, 'float32'), 1, this.keepDims), 1));
  }

  override computeMask(): readonly undefined[] {
    return [];
  }
}

/** The layer behind `globalAveragePooling2d`. */
export class GlobalAveragePooling2D extends GlobalAveragePooling {
  readonly className: string = 'GlobalAveragePooling2D';

  constructor(options: GlobalPoolingOptions = {}) {
    super('globalAveragePooling2d', 2, options);
  }
}

/** The layer behind `globalAveragePooling3d`. */
export class GlobalAveragePooling3D extends GlobalAveragePooling {
  readonly className: string = 'GlobalAveragePooling3D';

  constructor(options: GlobalPoolingOptions = {}) {
    super('globalAveragePooling3d', 3, options);
  }
}

/**
 * The average of each channel. A mask of the input says which steps count; where none
 * does the average is 0 (Keras: NaN).
 *
 * Input float32 `[batch, time, channels]`, output float32 `[batch, channels]`. With `keepDims` the spatial axes stay, with size 1.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function globalAveragePooling1d(options: GlobalPoolingOptions = {}): GlobalAveragePooling1D {
  return new GlobalAveragePooling1D(options);
}

/**
 * The average of each channel.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, channels]`. With `keepDims` the spatial axes stay, with size 1.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function globalAveragePooling2d(options: GlobalPoolingOptions = {}): GlobalAveragePooling2D {
  return new GlobalAveragePooling2D(options);
}

/**
 * The average of each channel.
 *
 * Input float32 `[batch, depth, height, width, channels]`, output float32 `[batch, channels]`. With `keepDims` the spatial axes stay, with size 1.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function globalAveragePooling3d(options: GlobalPoolingOptions = {}): GlobalAveragePooling3D {
  return new GlobalAveragePooling3D(options);
}
