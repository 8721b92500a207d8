/** Pooling to a given size: what adaptive maximum and average pooling share. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { integerPerAxis } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { spatialShape } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';
import type { WindowPool } from './window-pools.js';

/** Options of adaptive pooling, with Keras's names; `Sizes` has one number for each spatial axis. */
export interface AdaptivePoolingOptions<Sizes extends readonly number[] = readonly number[]>
  extends LayerOptions,
    DataFormatOptions {
  /** Size of the output along each spatial axis; one number for all. */
  readonly outputSize: number | Sizes;
}

/** Options of adaptive pooling along time. */
export type AdaptivePooling1DOptions = AdaptivePoolingOptions<readonly [time: number]>;

/** Options of adaptive pooling of images. */
export type AdaptivePooling2DOptions = AdaptivePoolingOptions<readonly [height: number, width: number]>;

/** Options of adaptive pooling of volumes. */
export type AdaptivePooling3DOptions = AdaptivePoolingOptions<readonly [depth: number, height: number, width: number]>;

/** The elements of an axis from `begin` up to, not including, `end`. */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

/** How the layers of one class pool. */
export interface AdaptiveKind {
  readonly factory: string;
  /** Number of spatial axes. */
  readonly rank: number;
  /** For windows of one size that lie side by side. */
  readonly pool: WindowPool;
  /** For others: the spans of the windows along each spatial axis. */
  poolSpans(x: Tensor, spans: readonly (readonly Span[])[]): Tensor;
}

/** Base of adaptive maximum and average pooling. */
export abstract class AdaptivePooling extends Layer {
  readonly #kind: AdaptiveKind;
  readonly #outputSize: readonly number[];

  constructor(kind: AdaptiveKind, options: AdaptivePoolingOptions) {
    super(options);
    this.#kind = kind;
    this.#outputSize = integerPerAxis(kind.factory, 'outputSize', options.outputSize, kind.rank);
    checkDataFormat(kind.factory, options.dataFormat);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const { batch, channels } = spatialShape(this.label, onlyInput(this.label, inputShapes), this.#kind.rank);
    return [batch, ...this.#outputSize, channels];
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const sizes = x.shape.slice(1, -1);
    const windows = sizes.map((size, axis) => size / (this.#outputSize[axis] ?? 1));
    if (windows.every(Number.isInteger)) {
      return this.#kind.pool(x, { poolSize: windows, strides: windows, padding: 'valid' });
    }
    const spans = sizes.map((size, axis) => windowSpans(size, this.#outputSize[axis] ?? 1));
    return this.#kind.poolSpans(x, spans);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), outputSize: this.#outputSize };
  }
}

/** PyTorch's rule: window i of m reaches from ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉, so that windows may overlap. */
function windowSpans(size: number, count: number): Span[] {
  return Array.from({ length: count }, (_, index) => ({
    begin: Math.floor((index * size) / count),
    end: Math.ceil(((index + 1) * size) / count),
  }));
}
