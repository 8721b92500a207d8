/** Pooling of windows: what maximum and average pooling share. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { integerPerAxis, oneOf } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { type Padding, spatialShape, windowOutput } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';
import type { PoolWindow, WindowPool } from './window-pools.js';

/** Options of pooling, with Keras's names; `Sizes` has one number for each spatial axis. */
export interface PoolingOptions<Sizes extends readonly number[] = readonly number[]>
  extends LayerOptions,
    DataFormatOptions {
  /** Size of the window along each spatial axis; one number for all. Default: 2 (Keras 3: none for averages). */
  readonly poolSize?: number | Sizes;
  /** Step of the window. Default: poolSize. */
  readonly strides?: number | Sizes;
  /** Default: `valid`. With `same`, padding counts neither as a maximum nor in an average. */
  readonly padding?: Padding;
}

/** Options of pooling along time. */
export type Pooling1DOptions = PoolingOptions<readonly [time: number]>;

/** Options of pooling of images. */
export type Pooling2DOptions = PoolingOptions<readonly [height: number, width: number]>;

/** Options of pooling of volumes. */
export type Pooling3DOptions = PoolingOptions<readonly [depth: number, height: number, width: number]>;

/** How the layers of one class pool. */
export interface PoolingKind {
  readonly factory: string;
  /** Number of spatial axes. */
  readonly rank: number;
  readonly pool: WindowPool;
}

/** Base of maximum and average pooling. */
export abstract class Pooling extends Layer {
  readonly #kind: PoolingKind;
  readonly #window: PoolWindow;

  constructor(kind: PoolingKind, options: PoolingOptions) {
    super(options);
    const { factory, rank } = kind;
    const poolSize = integerPerAxis(factory, 'poolSize', options.poolSize ?? 2, rank);
    this.#kind = kind;
    this.#window = {
      poolSize,
      strides: integerPerAxis(factory, 'strides', options.strides ?? poolSize, rank),
      padding: oneOf(factory, 'padding', options.padding ?? 'valid', ['valid', 'same']),
    };
    checkDataFormat(factory, options.dataFormat);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const { batch, channels } = spatialShape(this.label, shape, this.#kind.rank);
    return [batch, ...windowOutput(this.label, shape, { ...this.#window, size: this.#window.poolSize }), channels];
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    return this.#kind.pool(x, this.#window);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...this.#window };
  }
}
