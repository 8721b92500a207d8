/** Tensors without values: what functional models are drawn with. */
import type { DType, PartialShape } from '@isograd/core';
import { withErrorPath } from './error-path.js';
import type { Layer } from './layer.js';
import { notASymbolicTensor, outputCount } from './messages.js';
import { oneOf, partialShapeOption, stringOption } from './option-checks.js';
import { asNonEmpty, type NonEmpty, toShapeList } from './tensor-list.js';

/** The output of an input or of a layer, before anything is computed. */
export interface SymbolicTensor {
  /** With the batch axis, which is `null`. */
  readonly shape: PartialShape;
  readonly dtype: DType;
  /** Where it comes from; undefined for an input of the model. */
  readonly source: LayerCall | undefined;
  /** Which of the outputs of its layer it is, from 0. */
  readonly outputIndex: number;
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
  /** Shape of one example, without the batch axis; `null` for an axis of any size. */
  readonly shape: PartialShape;
  /** Default: float32. Use int32 for token numbers. */
  readonly dtype?: DType;
  /** Default: `input`, numbered where a model has several. */
  readonly name?: string;
}

/**
 * An input of a functional model.
 *
 * @throws {ShapeError} LAYER_INPUT_SHAPE when an axis is neither a positive integer nor null.
 * @throws {ValueError} LAYER_OPTION when there is no such dtype
 * @example
 * import { dense, input, model } from '@isograd/layers';
 * const x = input({ shape: [4] });
 * const classifier = model({ inputs: x, outputs: dense({ units: 3 }).apply(x) });
 */
export function input(options: InputOptions): SymbolicTensor {
  const { dtype = 'float32', name = 'input' } = options;
  const where = `input "${name}"`;
  const shape = partialShapeOption(where, options.shape) ?? [];
  return {
    shape: [null, ...shape],
    dtype: oneOf(where, 'dtype', dtype, ['float32', 'int32', 'bool']),
    source: undefined,
    outputIndex: 0,
    name: stringOption(where, 'name', name) ?? 'input',
  };
}

/**
 * Applies a layer to symbolic tensors: checks shapes and names, computes nothing.
 *
 * @param count - How many outputs are taken; undefined for all.
 * @throws {ShapeError} OUTPUT_COUNT
 */
export function applySymbolically(
  layer: Layer,
  inputs: NonEmpty<SymbolicTensor>,
  count?: number,
): NonEmpty<SymbolicTensor> {
  for (const given of inputs) if (!isSymbolicTensor(given)) throw notASymbolicTensor(layer.label, given);
  const inputShapes = asNonEmpty(inputs.map((given) => given.shape));
  const shapes = toShapeList(withErrorPath(layer.label, () => layer.computeOutputShape(inputShapes)));
  if (count !== undefined && shapes.length !== count) throw outputCount(layer.label, shapes.length, count);
  const source = { layer, inputs };
  const outputs = shapes.map((shape, outputIndex) => {
    return { shape, dtype: layer.outputDType, source, outputIndex, name: layer.name };
  });
  return asNonEmpty(outputs);
}

/** Whether a value is what `input` or `apply` returned. */
export function isSymbolicTensor(value: unknown): value is SymbolicTensor {
  return typeof value === 'object' && value !== null && 'shape' in value && 'source' in value && !('dataId' in value);
}
