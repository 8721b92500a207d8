/** Takes elements away at the ends of the spatial axes. */
import type { PartialShape } from '@isograd/core';
import { slice, type Tensor } from '@tensorflow/tfjs-core';
import { croppedAway } from './reshaping-messages.js';
import type { TensorList } from '../../tensor-list.js';
import { EdgeLayer, type EdgeOptions, type Ends } from './edges.js';

/** Options of `cropping1d`, with Keras's names. */
export interface Cropping1DOptions extends EdgeOptions {
  /** How many elements are taken away at both ends of time; a pair for beginning and end. Default: 1. */
  readonly cropping?: number | Ends;
}

/** Options of `cropping2d`, with Keras's names. */
export interface Cropping2DOptions extends EdgeOptions {
  /** How many elements are taken away at both ends of each axis; a number or a pair for each axis. Default: 0. */
  readonly cropping?: number | readonly [height: number | Ends, width: number | Ends];
}

/** Options of `cropping3d`, with Keras's names. */
export interface Cropping3DOptions extends EdgeOptions {
  /** How many elements are taken away at both ends of each axis; a number or a pair for each axis. Default: 1. */
  readonly cropping?: number | readonly [depth: number | Ends, height: number | Ends, width: number | Ends];
}

abstract class Cropping extends EdgeLayer {
  protected override sizeAfter(size: number, [before, after]: Ends, shape: PartialShape): number {
    if (size > before + after) return size - before - after;
    throw croppedAway(this.label, shape, this.ends);
  }

  override call([x]: TensorList): Tensor {
    const shape = this.computeOutputShape([x.shape]);
    return slice(x, [0, ...this.ends.map(([before]) => before), 0], shape as number[]);
  }
}

/** The layer behind `cropping1d`. */
export class Cropping1D extends Cropping {
  readonly className: string = 'Cropping1D';

  constructor(options: Cropping1DOptions = {}) {
    super({ factory: 'cropping1d', rank: 1, option: 'cropping', value: options.cropping ?? 1 }, options);
  }
}

/** The layer behind `cropping2d`. */
export class Cropping2D extends Cropping {
  readonly className: string = 'Cropping2D';

  constructor(options: Cropping2DOptions = {}) {
    super({ factory: 'cropping2d', rank: 2, option: 'cropping', value: options.cropping ?? 0 }, options);
  }
}

/** The layer behind `cropping3d`. */
export class Cropping3D extends Cropping {
  readonly className: string = 'Cropping3D';

  constructor(options: Cropping3DOptions = {}) {
    super({ factory: 'cropping3d', rank: 3, option: 'cropping', value: options.cropping ?? 1 }, options);
  }
}

/**
 * Cuts off the ends of each sequence.
 *
 * Input `[batch, time, channels]`, output `[batch, time', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function cropping1d(options: Cropping1DOptions = {}): Cropping1D {
  return new Cropping1D(options);
}

/**
 * Cuts off the edges of each image.
 *
 * Input `[batch, height, width, channels]`, output `[batch, height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function cropping2d(options: Cropping2DOptions = {}): Cropping2D {
  return new Cropping2D(options);
}

/**
 * Cuts off the edges of each volume.
 *
 * Input `[batch, depth, height, width, channels]`, output `[batch, depth', height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function cropping3d(options: Cropping3DOptions = {}): Cropping3D {
  return new Cropping3D(options);
}
