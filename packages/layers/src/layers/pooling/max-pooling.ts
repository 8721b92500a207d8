/** Maximum pooling. */
import { Pooling, type Pooling1DOptions, type Pooling2DOptions, type Pooling3DOptions } from './pooling.js';
import { maxOfWindows } from './window-pools.js';

/** The layer behind `maxPooling1d`. */
export class MaxPooling1D extends Pooling {
  readonly className: string = 'MaxPooling1D';

  constructor(options: Pooling1DOptions = {}) {
    super({ factory: 'maxPooling1d', rank: 1, pool: maxOfWindows }, options);
  }
}

/** The layer behind `maxPooling2d`. */
export class MaxPooling2D extends Pooling {
  readonly className: string = 'MaxPooling2D';

  constructor(options: Pooling2DOptions = {}) {
    super({ factory: 'maxPooling2d', rank: 2, pool: maxOfWindows }, options);
  }
}

/** The layer behind `maxPooling3d`. */
export class MaxPooling3D extends Pooling {
  readonly className: string = 'MaxPooling3D';

  constructor(options: Pooling3DOptions = {}) {
    super({ factory: 'maxPooling3d', rank: 3, pool: maxOfWindows }, options);
  }
}

/**
 * The largest value of each window; NaN where the window holds one.
 *
 * Input float32 `[batch, time, channels]`, output float32 `[batch, time', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function maxPooling1d(options: Pooling1DOptions = {}): MaxPooling1D {
  return new MaxPooling1D(options);
}

/**
 * The largest value of each window; NaN where the window holds one.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function maxPooling2d(options: Pooling2DOptions = {}): MaxPooling2D {
  return new MaxPooling2D(options);
}

/**
 * The largest value of each window; NaN where the window holds one.
 *
 * Input float32 `[batch, depth, height, width, channels]`, output float32 `[batch, depth', height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function maxPooling3d(options: Pooling3DOptions = {}): MaxPooling3D {
  return new MaxPooling3D(options);
}
