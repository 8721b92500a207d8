/** Global maximum pooling. */
import { max, type Tensor } from '@tensorflow/tfjs-core';
import type { TensorList } from '../../tensor-list.js';
import { GlobalPooling, type GlobalPoolingOptions } from './global-pooling.js';

abstract class GlobalMaxPooling extends GlobalPooling {
  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    return max(x, this.axes, this.keepDims);
  }
}

/** The layer behind `globalMaxPooling1d`. */
export class GlobalMaxPooling1D extends GlobalMaxPooling {
  readonly className: string = 'GlobalMaxPooling1D';

  constructor(options: GlobalPoolingOptions = {}) {
    super('globalMaxPooling1d', 1, options);
  }
}

/** The layer behind `globalMaxPooling2d`. */
export class GlobalMaxPooling2D extends GlobalMaxPooling {
  readonly className: string = 'GlobalMaxPooling2D';

  constructor(options: GlobalPoolingOptions = {}) {
    super('globalMaxPooling2d', 2, options);
  }
}

/** The layer behind `globalMaxPooling3d`. */
export class GlobalMaxPooling3D extends GlobalMaxPooling {
  readonly className: string = 'GlobalMaxPooling3D';

  constructor(options: GlobalPoolingOptions = {}) {
    super('globalMaxPooling3d', 3, options);
  }
}

/**
 * The largest value of each channel; NaN where there is one.
 *
 * Input float32 `[batch, time, channels]`, output float32 `[batch, channels]`. With `keepDims` the spatial axes stay, with size 1.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function globalMaxPooling1d(options: GlobalPoolingOptions = {}): GlobalMaxPooling1D {
  return new GlobalMaxPooling1D(options);
}

/**
 * The largest value of each channel; NaN where there is one.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, channels]`. With `keepDims` the spatial axes stay, with size 1.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function globalMaxPooling2d(options: GlobalPoolingOptions = {}): GlobalMaxPooling2D {
  return new GlobalMaxPooling2D(options);
}

/**
 * The largest value of each channel; NaN where there is one.
 *
 * Input float32 `[batch, depth, height, width, channels]`, output float32 `[batch, channels]`. With `keepDims` the spatial axes stay, with size 1.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function globalMaxPooling3d(options: GlobalPoolingOptions = {}): GlobalMaxPooling3D {
  return new GlobalMaxPooling3D(options);
}
