/** Tensors in a broadcast shape. */
import type { Shape } from '@isograd/core';
import { type TensorInfo, Tile } from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime.js';

/** `x` in the broadcast shape, repeated where an axis has size 1; the caller disposes it. */
export function broadcast(runtime: Runtime, x: TensorInfo, shape: Shape): TensorInfo {
  const padded = [...Array<number>(shape.length - x.shape.length).fill(1), ...x.shape];
  const aligned = runtime.alias(x, padded, x.dtype);
  const reps = shape.map((size, axis) => (padded[axis] === size ? 1 : size));
  if (reps.every((count) => count === 1)) return aligned;
  const repeated = runtime.call(Tile, { x: aligned }, { reps });
  runtime.dispose(aligned);
  return repeated;
}
