/** A layer that changes images, run once. */
import { keyData, type Shape } from '@isograd/core';
import { engine, tensor, type Tensor } from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { asNonEmpty, type NonEmpty, toList } from '../tensor-list.js';

/** Numbers with a shape. */
export interface Pixels {
  readonly values: ArrayLike<number>;
  readonly shape: Shape;
}

/** The same as what came out. */
export interface AugmentedPixels {
  readonly values: Float32Array;
  readonly shape: Shape;
}

/**
 * What a layer makes of float32 inputs; disposes the layer.
 *
 * @param training - Default: true.
 */
export function augmented(layer: Layer, inputs: NonEmpty<Pixels>, training: boolean = true): NonEmpty<AugmentedPixels> {
  layer.ensureBuilt(asNonEmpty(inputs.map(({ shape }) => shape)), { path: 'layer', key: keyData(5) });
  engine().startScope();
  try {
    const tensors = inputs.map(({ values, shape }) => tensor(Float32Array.from(values), [...shape], 'float32'));
    const outputs: readonly Tensor[] = toList(layer.run(asNonEmpty(tensors), { training }));
    return asNonEmpty(outputs.map((y) => ({ values: Float32Array.from(y.dataSync()), shape: y.shape })));
  } finally {
    engine().endScope();
    layer.dispose();
  }
}
