/** A program that somebody may write by mistake, and what such programs are made of. */
import { NdArray } from '@isograd/core';
import type { Layer } from '../../layer.js';
import { dense } from '../../layers/core/dense.js';
import { sparseCategoricalCrossentropy } from '../../losses/crossentropy.js';
import { type Sequential, sequential } from '../../models/sequential.js';

/** A program that somebody may write by mistake. */
export interface Mistake {
  /** What is wrong with it. */
  readonly name: string;
  /** The whole message that it ends in. */
  readonly message: string;
  /** Runs it; it throws, or returns a promise that rejects. */
  readonly make: () => unknown;
}

/** Data of a shape. */
export function zeros(...shape: number[]): NdArray {
  return NdArray.zeros(shape);
}

/** A model, `net`, of some layers. */
export function chain(...layers: Layer[]): Sequential {
  return sequential({ layers, name: 'net', seed: 0 });
}

/** A compiled model that tells 3 classes from examples `[4]`. */
export function classifier(): Sequential {
  const net = chain(dense({ units: 3, name: 'head', inputShape: [4] }));
  net.compile({ optimizer: 'adam', loss: sparseCategoricalCrossentropy({ fromLogits: true }) });
  return net;
}

/** A compiled model that makes some numbers from examples `[4]`. */
export function regressor(units = 1): Sequential {
  const net = chain(dense({ units, name: 'head', inputShape: [4] }));
  net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return net;
}
