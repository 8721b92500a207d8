/** Products of the vectors of two inputs. */
import type { PartialShape, Shape } from '@isograd/core';
import { matMul, reshape, type Tensor, transpose } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { noDotProduct } from './merging-messages.js';
import { badOption, wrongInputCount } from '../../messages.js';
import { booleanOption } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { toUnitLength } from '../../unit-length.js';

/** Options of `dot`, with Keras's names. */
export interface DotOptions extends LayerOptions {
  /** The axis of the vectors in both inputs, or one for each; not that of the batch, negative when counted from the last. */
  readonly axes: number | readonly [number, number];
  /** Whether vectors are scaled to length 1 before, so that the cosine comes out. Default: false. */
  readonly normalize?: boolean;
}

/** Vectors below this length are divided by it instead (Keras). */
const epsilon = 1e-7;

/** A tensor as a batch of matrices. */
interface Matrices {
  readonly matrices: Tensor;
  /** Whether the vectors run along the last axis. */
  readonly vectorsAreLast: boolean;
}

/** The layer behind `dot`. */
export class Dot extends Layer {
  readonly className: string = 'Dot';
  override readonly supportsMasking: boolean = true;
  readonly #axes: readonly [number, number];
  readonly #option: DotOptions['axes'];
  readonly #normalize: boolean;

  constructor(options: DotOptions) {
    super(options);
    const { axes } = options;
    const pair: readonly unknown[] = Array.isArray(axes) ? axes : [axes, axes];
    const [first, second] = pair;
    if (pair.length !== 2 || !isFeatureAxis(first) || !isFeatureAxis(second)) {
      throw badOption('dot', 'axes', axes, 'an axis other than 0, or two of them');
    }
    this.#axes = [first, second];
    this.#option = axes;
    this.#normalize = booleanOption('dot', 'normalize', options.normalize ?? false);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const [first, second] = inputShapes;
    if (inputShapes.length !== 2 || second === undefined) throw wrongInputCount(this.label, inputShapes.length, 2);
    const [a, b] = this.#axesOf(first, second);
    const agree = (left: number | null, right: number | null): boolean =>
      left === null || right === null || left === right;
    const fits = a > 0 && a < first.length && b > 0 && b < second.length;
    if (!fits || !agree(first[0] ?? null, second[0] ?? null) || !agree(first[a] ?? null, second[b] ?? null)) {
      throw noDotProduct(this.label, first, second, this.#axes);
    }
    const others = [...without(first, a), ...without(second, b)];
    return [first[0] ?? second[0] ?? null, ...(others.length === 0 ? [1] : others)];
  }

  override call([x, y = x]: TensorList): Tensor {
    const shape = this.computeOutputShape([x.shape, y.shape]) as Shape;
    const [a, b] = this.#axesOf(x.shape, y.shape);
    const left = asMatrices(this.#normalize ? toUnitLength(x, [a], epsilon) : x, a);
    const right = asMatrices(this.#normalize ? toUnitLength(y, [b], epsilon) : y, b);
    return reshape(matMul(left.matrices, right.matrices, !left.vectorsAreLast, right.vectorsAreLast), [...shape]);
  }

  /** A product of vectors has no positions of its own (Keras). */
  override computeMask(): readonly undefined[] {
    return [];
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), axes: this.#option, normalize: this.#normalize };
  }

  #axesOf(first: PartialShape, second: PartialShape): [number, number] {
    const [a, b] = this.#axes;
    return [a < 0 ? a + first.length : a, b < 0 ? b + second.length : b];
  }
}

function isFeatureAxis(axis: unknown): axis is number {
  return Number.isSafeInteger(axis) && axis !== 0;
}

/** The sizes beside the batch and one axis. */
function without<Size extends number | null>(shape: readonly Size[], axis: number): Size[] {
  return shape.filter((_, index) => index !== 0 && index !== axis);
}

/** Vectors along the first or the last axis are taken as they lie, others are moved to the end. */
function asMatrices(x: Tensor, axis: number): Matrices {
  const [batch = 0, size = 0] = [x.shape[0], x.shape[axis]];
  const count = without(x.shape, axis).reduce((product, each) => product * each, 1);
  const vectorsAreLast = axis !== 1 || x.rank === 2;
  const isInPlace = axis === 1 || axis === x.rank - 1;
  const order = [...x.shape.keys()].filter((index) => index !== axis);
  const ordered = isInPlace ? x : transpose(x, [...order, axis]);
  return { matrices: reshape(ordered, vectorsAreLast ? [batch, count, size] : [batch, size, count]), vectorsAreLast };
}

/**
 * The product of every vector of one input with every vector of another.
 *
 * Inputs float32 `[batch, ...]`, whose sizes along `axes` are equal; output `[batch, ...]` with the other axes of the
 * first input and then those of the second, `[batch, 1]` where there are none. Masks end here.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} DOT_SHAPES, INPUT_COUNT when the inputs do not fit
 * @example
 * import { dot, input, model } from '@isograd/layers';
 * const [a, b] = [input({ shape: [16], name: 'a' }), input({ shape: [16], name: 'b' })];
 * const similarity = model({ inputs: [a, b], outputs: dot({ axes: 1, normalize: true }).apply([a, b]) }); // the cosine
 */
export function dot(options: DotOptions): Dot {
  return new Dot(options);
}
