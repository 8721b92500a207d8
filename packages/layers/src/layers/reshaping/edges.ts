/** Layers that add or take away elements at the ends of the spatial axes: what cropping and padding share. */
import type { PartialShape } from '@isograd/core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import type { ShapeList } from '../../tensor-list.js';
import { spatialShape } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';

/** How many elements, at the beginning and the end of an axis. */
export type Ends = readonly [before: number, after: number];

/** Options that name no amounts. */
export interface EdgeOptions extends LayerOptions, DataFormatOptions {}

/** How one layer changes its axes. */
export interface EdgeChange {
  readonly factory: string;
  /** Number of spatial axes. */
  readonly rank: number;
  /** Keras's name of the option. */
  readonly option: 'padding' | 'cropping';
  readonly value: unknown;
}

/** Base of zero padding and cropping. */
export abstract class EdgeLayer extends Layer {
  /** For each spatial axis. */
  protected readonly ends: readonly Ends[];
  readonly #change: EdgeChange;

  constructor(change: EdgeChange, options: EdgeOptions) {
    super(options);
    this.#change = change;
    this.ends = readEnds(change);
    checkDataFormat(change.factory, options.dataFormat);
  }

  /** Size of an axis afterwards. */
  protected abstract sizeAfter(size: number, ends: Ends, shape: PartialShape): number;

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const { batch, sizes, channels } = spatialShape(this.label, shape, this.#change.rank);
    const after = sizes.map((size, axis) => (size === null ? null : this.sizeAfter(size, this.#endsOf(axis), shape)));
    return [batch, ...after, channels];
  }

  override getConfig(): LayerConfig {
    const { option, rank } = this.#change;
    return { ...super.getConfig(), [option]: rank === 1 ? this.#endsOf(0) : this.ends };
  }

  #endsOf(axis: number): Ends {
    return this.ends[axis] ?? [0, 0];
  }
}

/** One number, one for each axis, or a pair for each; for the only axis of a sequence the pair itself. */
function readEnds({ factory, rank, option, value }: EdgeChange): readonly Ends[] {
  if (isCount(value)) return Array.from({ length: rank }, (): Ends => [value, value]);
  const axes: readonly unknown[] = Array.isArray(value) ? (rank === 1 && value.every(isCount) ? [value] : value) : [];
  if (axes.length === rank) {
    const ends = axes.map((axis): unknown => (isCount(axis) ? [axis, axis] : axis));
    if (ends.every(isEnds)) return ends;
  }
  const each = rank === 1 ? 'two of them' : `${rank} of them, or ${rank} pairs`;
  throw badOption(factory, option, value, `an integer from 0 on, or ${each}`);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isEnds(value: unknown): value is Ends {
  return Array.isArray(value) && value.length === 2 && value.every(isCount);
}
