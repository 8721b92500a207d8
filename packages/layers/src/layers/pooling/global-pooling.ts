/** Pooling over everything: what global maximum and average pooling share. */
import type { PartialShape } from '@isograd/core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { booleanOption } from '../../option-checks.js';
import type { ShapeList } from '../../tensor-list.js';
import { spatialShape } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';

/** Options of global pooling, with Keras's names. */
export interface GlobalPoolingOptions extends LayerOptions, DataFormatOptions {
  /** Whether the spatial axes stay as axes of size 1 (Keras: `keepdims`). Default: false. */
  readonly keepDims?: boolean;
}

/** Base of global maximum and average pooling. */
export abstract class GlobalPooling extends Layer {
  protected readonly keepDims: boolean;
  /** The spatial axes. */
  protected readonly axes: number[];

  constructor(factory: string, rank: number, options: GlobalPoolingOptions) {
    super(options);
    this.keepDims = booleanOption(factory, 'keepDims', options.keepDims ?? false);
    this.axes = Array.from({ length: rank }, (_, axis) => axis + 1);
    checkDataFormat(factory, options.dataFormat);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const { batch, channels } = spatialShape(this.label, shape, this.axes.length);
    return this.keepDims ? [batch, ...this.axes.map(() => 1), channels] : [batch, channels];
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), keepDims: this.keepDims };
  }
}
