/** First values of weights. */
import type { DType, RandomKey, Shape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Makes first values from a key; the same key gives the same values on every backend. */
export interface Initializer {
  /** Keras's class name: `GlorotUniform`. */
  readonly className: string;
  /** Its options, as plain JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /**
   * @param key - int32 `[4]`
   * @param shape - Shape of the weight.
   * @param dtype - dtype of the weight.
   */
  init(key: RandomKey, shape: Shape, dtype: DType): Tensor;
}
