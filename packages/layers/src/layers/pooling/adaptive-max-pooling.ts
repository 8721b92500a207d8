/** Adaptive maximum pooling. */
import { gather, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import {
  type AdaptiveKind,
  AdaptivePooling,
  type AdaptivePooling1DOptions,
  type AdaptivePooling2DOptions,
  type AdaptivePooling3DOptions,
  type Span,
} from './adaptive-pooling.js';
import { maxOfWindows } from './window-pools.js';

/**
 * Lays the windows side by side, each as long as the longest, and pools. A shorter one repeats its last element, which
 * changes no maximum; nor the gradient, which goes to the first.
 */
function maxOfSpans(x: Tensor, spans: readonly (readonly Span[])[]): Tensor {
  const poolSize = spans.map((windows) => Math.max(...windows.map(({ begin, end }) => end - begin)));
  const apart = spans.reduce((y, windows, axis) => {
    const indices = windows.flatMap(({ begin, end }) =>
      Array.from({ length: poolSize[axis] ?? 1 }, (_, index) => Math.min(begin + index, end - 1)),
    );
    return gather(y, tensor1d(indices, 'int32'), axis + 1);
  }, x);
  return maxOfWindows(apart, { poolSize, strides: poolSize, padding: 'valid' });
}

function kind(rank: number): AdaptiveKind {
  return { factory: `adaptiveMaxPooling${rank}d`, rank, pool: maxOfWindows, poolSpans: maxOfSpans };
}

/** The layer behind `adaptiveMaxPooling1d`. */
export class AdaptiveMaxPooling1D extends AdaptivePooling {
  readonly className: string = 'AdaptiveMaxPooling1D';

  constructor(options: AdaptivePooling1DOptions) {
    super(kind(1), options);
  }
}

/** The layer behind `adaptiveMaxPooling2d`. */
export class AdaptiveMaxPooling2D extends AdaptivePooling {
  readonly className: string = 'AdaptiveMaxPooling2D';

  constructor(options: AdaptivePooling2DOptions) {
    super(kind(2), options);
  }
}

/** The layer behind `adaptiveMaxPooling3d`. */
export class AdaptiveMaxPooling3D extends AdaptivePooling {
  readonly className: string = 'AdaptiveMaxPooling3D';

  constructor(options: AdaptivePooling3DOptions) {
    super(kind(3), options);
  }
}

/**
 * The largest value of each of `outputSize` windows that cover the sequence, whatever its size: along an axis of size n
 * window i of m reaches from ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉ (PyTorch's rule).
 *
 * Input float32 `[batch, time, channels]`, output float32 `[batch, ...outputSize, channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function adaptiveMaxPooling1d(options: AdaptivePooling1DOptions): AdaptiveMaxPooling1D {
  return new AdaptiveMaxPooling1D(options);
}

/**
 * The largest value of each of `outputSize` windows that cover the image, whatever its size: along an axis of size n
 * window i of m reaches from ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉ (PyTorch's rule).
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, ...outputSize, channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function adaptiveMaxPooling2d(options: AdaptivePooling2DOptions): AdaptiveMaxPooling2D {
  return new AdaptiveMaxPooling2D(options);
}

/**
 * The largest value of each of `outputSize` windows that cover the volume, whatever its size: along an axis of size n
 * window i of m reaches from ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉ (PyTorch's rule).
 *
 * Input float32 `[batch, depth, height, width, channels]`, output float32 `[batch, ...outputSize, channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function adaptiveMaxPooling3d(options: AdaptivePooling3DOptions): AdaptiveMaxPooling3D {
  return new AdaptiveMaxPooling3D(options);
}
