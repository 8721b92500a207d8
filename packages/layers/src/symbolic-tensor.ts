/** Tensors without values: what functional models are drawn with. */
import type { DType, PartialShape, Shape } from '@isograd/core';
import { withErrorPath } from './error-path.js';
import type { Layer } from './layer.js';
import { badInputShape, notASymbolicTensor } from './messages.js';
import { asNonEmpty, type NonEmpty } from './tensor-list.js';

/** The output of an input or of a layer, before anything is computed. */
export interface SymbolicTensor {
  /** With the batch axis, which is `null`. */
  readonly shape: PartialShape;
  readonly dtype: DType;
  /** Where it comes from; undefined for an input of the model. */
  readonly source: LayerCall | undefined;
  /** Name of the input, or of the layer that made it. */
  readonly name: string;
}

/** One application of a layer. */
export interface LayerCall {
  readonly layer: Layer;
  readonly inputs: NonEmpty<SymbolicTensor>;
}

/** Options of `input`. */
export interface InputOptions {
  /** Shape of one example, without the batch axis. */
  readonly shape: Shape;
  /** Default: float32. Use int32 for token numbers. */
  readonly dtype?: DType;
  /** Default: `input`. */
  readonly name?: string;
}

/**
 * An input of a functional model.
 *
 * @throws {ShapeError} LAYER_INPUT_SHAPE when an axis is not a positive integer.
 * @example
 * import { dense, input, model } from '@isograd/layers';
 * const x = input({ shape: [4] });
 * const classifier = model({ inputs: x, outputs: dense({ units: 3 }).apply(x) });
 */
export function input(options: InputOptions): SymbolicTensor {
  const { shape, dtype = 'float32', name = 'input' } = options;
  if (!Array.isArray(shape) || shape.some((size) => !Number.isInteger(size) || size < 1)) {
    throw badInputShape(`input "${name}"`, shape);
  }
  return { shape: [null, ...shape], dtype, source: undefined, name };
}

/** Applies a layer to symbolic tensors: checks shapes and names, computes nothing. */
export function applySymbolically(layer: Layer, inputs: NonEmpty<SymbolicTensor>): SymbolicTensor {
  for (const given of inputs) if (!isSymbolicTensor(given)) throw notASymbolicTensor(layer.label, given);
  const inputShapes = asNonEmpty(inputs.map((given) => given.shape));
  const shape = withErrorPath(layer.label, () => layer.computeOutputShape(inputShapes));
  return { shape, dtype: layer.outputDType, source: { layer, inputs }, name: layer.name };
}

function isSymbolicTensor(value: unknown): value is SymbolicTensor {
  return typeof value === 'object' && value !== null && 'shape' in value && 'source' in value && !('dataId' in value);
}
