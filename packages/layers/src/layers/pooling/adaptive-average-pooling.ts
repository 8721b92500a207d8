/** Adaptive average pooling. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { mapAxis } from '../map-axis.js';
import {
  type AdaptiveKind,
  AdaptivePooling,
  type AdaptivePooling1DOptions,
  type AdaptivePooling2DOptions,
  type AdaptivePooling3DOptions,
  type Span,
} from './adaptive-pooling.js';
import { averageOfWindows } from './window-pools.js';

/** The average over a box is the average along each axis in turn, which is linear. */
function averageOfSpans(x: Tensor, spans: readonly (readonly Span[])[]): Tensor {
  return spans.reduce((y, windows, axis) => {
    const size = y.shape[axis + 1] ?? 0;
    const weights = windows.map(({ begin, end }) => new Float32Array(size).fill(1 / (end - begin), begin, end));
    return mapAxis(y, axis + 1, weights);
  }, x);
}

function kind(rank: number): AdaptiveKind {
  return {
    factory: `adaptiveAveragePooling${rank}d`,
    rank,
    pool: averageOfWindows,
    poolSpans: averageOfSpans,
  };
}

/** The layer behind `adaptiveAveragePooling1d`. */
export class AdaptiveAveragePooling1D extends AdaptivePooling {
  readonly className: string = 'AdaptiveAveragePooling1D';

  constructor(options: AdaptivePooling1DOptions) {
    super(kind(1), options);
  }
}

/** The layer behind `adaptiveAveragePooling2d`. */
export class AdaptiveAveragePooling2D extends AdaptivePooling {
  readonly className: string = 'AdaptiveAveragePooling2D';

  constructor(options: AdaptivePooling2DOptions) {
    super(kind(2), options);
  }
}

/** The layer behind `adaptiveAveragePooling3d`. */
export class AdaptiveAveragePooling3D extends AdaptivePooling {
  readonly className: string = 'AdaptiveAveragePooling3D';

  constructor(options: AdaptivePooling3DOptions) {
    super(kind(3), options);
  }
}

/**
 * The average of each of `outputSize` windows that cover the sequence, whatever its size: along an axis of size n
 * window i of m reaches from ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉ (PyTorch's rule).
 *
 * Input float32 `[batch, time, channels]`, output float32 `[batch, ...outputSize, channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function adaptiveAveragePooling1d(options: AdaptivePooling1DOptions): AdaptiveAveragePooling1D {
  return new AdaptiveAveragePooling1D(options);
}

/**
 * The average of each of `outputSize` windows that cover the image, whatever its size: along an axis of size n
 * window i of m reaches from ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉ (PyTorch's rule).
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, ...outputSize, channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 * @example
 * import { adaptiveAveragePooling2d, flatten, input, model } from '@isograd/layers';
 * const images = input({ shape: [null, null, 8] }); // of any size
 * const features = flatten().apply(adaptiveAveragePooling2d({ outputSize: 2 }).apply(images)); // [batch, 32]
 * const encoder = model({ inputs: images, outputs: features });
 */
export function adaptiveAveragePooling2d(options: AdaptivePooling2DOptions): AdaptiveAveragePooling2D {
  return new AdaptiveAveragePooling2D(options);
}

/**
 * The average of each of `outputSize` windows that cover the volume, whatever its size: along an axis of size n
 * window i of m reaches from ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉ (PyTorch's rule).
 *
 * Input float32 `[batch, depth, height, width, channels]`, output float32 `[batch, ...outputSize, channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function adaptiveAveragePooling3d(options: AdaptivePooling3DOptions): AdaptiveAveragePooling3D {
  return new AdaptiveAveragePooling3D(options);
}
