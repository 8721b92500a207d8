/** A named tensor that a layer keeps between calls. */
import { type DType, type HostData, NdArray, type Shape, shapesMatch } from '@isograd/core';
import { Tensor, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { Constraint } from './constraints/constraint.js';
import type { Initializer } from './initializers/initializer.js';
import { weightCount, weightShape } from './messages.js';
import type { Regularizer } from './regularizers/regularizer.js';

/** One weight of a layer. Reading and assigning go through `variable`, which follows a switch of backend. */
export interface Weight {
  /** Keras's name within the layer: `kernel`, `bias`, `gamma`. */
  readonly name: string;
  /** Names from the model that built it down: `encoder/dense_1/kernel`. */
  readonly path: string;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Whether an optimizer may change it while its layer is trainable; false for moving statistics. */
  readonly isTrainable: boolean;
  readonly variable: Variable;
  /** Adds a term to the loss. */
  readonly regularizer: Regularizer | undefined;
  /** Applied after every update. */
  readonly constraint: Constraint | undefined;
}

/** Options of a layer's `addWeight`. */
export interface AddWeightOptions {
  /** First values. */
  readonly initializer: Initializer;
  /** Default: true. */
  readonly isTrainable?: boolean;
  /** Default: float32. */
  readonly dtype?: DType;
  /** Default: none. */
  readonly regularizer?: Regularizer | undefined;
  /** Default: none. */
  readonly constraint?: Constraint | undefined;
}

/** One value a weight. */
export type WeightValues = readonly (NdArray | Tensor)[];

/**
 * Gives a weight a new value; the old one is freed.
 *
 * @param weight - The weight.
 * @param value - Same shape and dtype. The weight shares its memory; dispose your handle as usual.
 */
export function assignWeight(weight: Weight, value: Tensor): void {
  weight.variable.assign(value);
}

/** Copies weights to the host. */
export function readWeights(weights: readonly Weight[]): Promise<NdArray[]> {
  return Promise.all(
    weights.map(async ({ variable, shape }) => new NdArray((await variable.data()) as HostData, shape)),
  );
}

/**
 * Assigns values to weights, all or none.
 *
 * @param where - Who asks, for messages.
 * @param entries - Names and weights.
 * @param values - One array or tensor a weight, in the same order.
 * @throws {ShapeError} WEIGHT_COUNT, WEIGHT_SHAPE
 */
export function writeWeights(
  where: string,
  entries: readonly (readonly [name: string, weight: Weight])[],
  values: WeightValues,
): void {
  if (values.length !== entries.length) throw weightCount(where, values.length, entries.length);
  entries.forEach(([name, weight], index) => {
    const value = values[index] as NdArray | Tensor;
    if (value.dtype !== weight.dtype || !shapesMatch(value.shape, weight.shape))
      throw weightShape(where, name, value, weight);
  });
  tidy(() => {
    entries.forEach(([, weight], index) => {
      const value = values[index] as NdArray | Tensor;
      assignWeight(weight, value instanceof Tensor ? value : tensor(value.data, [...value.shape], value.dtype));
    });
  });
}
