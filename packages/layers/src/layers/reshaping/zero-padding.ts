/** Adds zeros at the ends of the spatial axes. */
import { pad, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { TensorList } from '../../tensor-list.js';
import { EdgeLayer, type EdgeOptions, type Ends } from './edges.js';

/** Options of `zeroPadding1d`, with Keras's names. */
export interface ZeroPadding1DOptions extends EdgeOptions {
  /** How many elements are added at both ends of time; a pair for beginning and end. Default: 1. */
  readonly padding?: number | Ends;
}

/** Options of `zeroPadding2d`, with Keras's names. */
export interface ZeroPadding2DOptions extends EdgeOptions {
  /** How many elements are added at both ends of each axis; a number or a pair for each axis. Default: 1. */
  readonly padding?: number | readonly [height: number | Ends, width: number | Ends];
}

/** Options of `zeroPadding3d`, with Keras's names. */
export interface ZeroPadding3DOptions extends EdgeOptions {
  /** How many elements are added at both ends of each axis; a number or a pair for each axis. Default: 1. */
  readonly padding?: number | readonly [depth: number | Ends, height: number | Ends, width: number | Ends];
}

abstract class ZeroPadding extends EdgeLayer {
  protected override sizeAfter(size: number, [before, after]: Ends): number {
    return size + before + after;
  }

  override call([x]: TensorList): Tensor {
    const shape = this.computeOutputShape([x.shape]) as number[];
    if (x.rank < 5) return pad(x, [none, ...this.ends.map(amounts), none]);
    // two axes, then the third: the pad of webgl does not compile for more than four
    const [batch = 0, depth = 0, height = 0, width = 0, channels = 0] = x.shape;
    const [planes, rows, columns] = this.ends.map(amounts);
    const stacked = pad(reshape(x, [batch, depth, height, width * channels]), [
      none,
      planes ?? none,
      rows ?? none,
      none,
    ]);
    return reshape(pad(reshape(stacked, [-1, width, channels]), [none, columns ?? none, none]), shape);
  }
}

const none: [number, number] = [0, 0];

function amounts([before, after]: Ends): [number, number] {
  return [before, after];
}

/** The layer behind `zeroPadding1d`. */
export class ZeroPadding1D extends ZeroPadding {
  readonly className: string = 'ZeroPadding1D';

  constructor(options: ZeroPadding1DOptions = {}) {
    super({ factory: 'zeroPadding1d', rank: 1, option: 'padding', value: options.padding ?? 1 }, options);
  }
}

/** The layer behind `zeroPadding2d`. */
export class ZeroPadding2D extends ZeroPadding {
  readonly className: string = 'ZeroPadding2D';

  constructor(options: ZeroPadding2DOptions = {}) {
    super({ factory: 'zeroPadding2d', rank: 2, option: 'padding', value: options.padding ?? 1 }, options);
  }
}

/** The layer behind `zeroPadding3d`. */
export class ZeroPadding3D extends ZeroPadding {
  readonly className: string = 'ZeroPadding3D';

  constructor(options: ZeroPadding3DOptions = {}) {
    super({ factory: 'zeroPadding3d', rank: 3, option: 'padding', value: options.padding ?? 1 }, options);
  }
}

/**
 * Puts zeros before and after each sequence.
 *
 * Input `[batch, time, channels]`, output `[batch, time', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function zeroPadding1d(options: ZeroPadding1DOptions = {}): ZeroPadding1D {
  return new ZeroPadding1D(options);
}

/**
 * Puts zeros around each image.
 *
 * Input `[batch, height, width, channels]`, output `[batch, height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function zeroPadding2d(options: ZeroPadding2DOptions = {}): ZeroPadding2D {
  return new ZeroPadding2D(options);
}

/**
 * Puts zeros around each volume.
 *
 * Input `[batch, depth, height, width, channels]`, output `[batch, depth', height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function zeroPadding3d(options: ZeroPadding3DOptions = {}): ZeroPadding3D {
  return new ZeroPadding3D(options);
}
