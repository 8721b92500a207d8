/** Average pooling. */
import { Pooling, type Pooling1DOptions, type Pooling2DOptions, type Pooling3DOptions } from './pooling.js';
import { averageOfWindows } from './window-pools.js';

/** The layer behind `averagePooling1d`. */
export class AveragePooling1D extends Pooling {
  readonly className: string = 'AveragePooling1D';

  constructor(options: Pooling1DOptions = {}) {
    super({ factory: 'averagePooling1d', rank: 1, pool: averageOfWindows }, options);
  }
}

/** The layer behind `averagePooling2d`. */
export class AveragePooling2D extends Pooling {
  readonly className: string = 'AveragePooling2D';

  constructor(options: Pooling2DOptions = {}) {
    super({ factory: 'averagePooling2d', rank: 2, pool: averageOfWindows }, options);
  }
}

/** The layer behind `averagePooling3d`. */
export class AveragePooling3D extends Pooling {
  readonly className: string = 'AveragePooling3D';

  constructor(options: Pooling3DOptions = {}) {
    super({ factory: 'averagePooling3d', rank: 3, pool: averageOfWindows }, options);
  }
}

/**
 * The average of each window, over the elements that lie in the input.
 *
 * Input float32 `[batch, time, channels]`, output float32 `[batch, time', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function averagePooling1d(options: Pooling1DOptions = {}): AveragePooling1D {
  return new AveragePooling1D(options);
}

/**
 * The average of each window, over the elements that lie in the input.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function averagePooling2d(options: Pooling2DOptions = {}): AveragePooling2D {
  return new AveragePooling2D(options);
}

/**
 * The average of each window, over the elements that lie in the input.
 *
 * Input float32 `[batch, depth, height, width, channels]`, output float32 `[batch, depth', height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function averagePooling3d(options: Pooling3DOptions = {}): AveragePooling3D {
  return new AveragePooling3D(options);
}
