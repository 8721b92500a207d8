/** Runs the steps of a cell over a sequence, with masks. */
import { reshape, type Tensor, tile, unstack, where, zeros, zerosLike } from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import { asNonEmpty, type TensorList } from '../../tensor-list.js';
import type { CellStep } from './recurrent-cell.js';

/** How a sequence is run. */
export interface UnrollOptions {
  readonly context: CallContext;
  /** bool `[batch, time]`: which steps count. The others keep state and output as they are. Default: all count. */
  readonly mask?: Tensor | undefined;
  /** Whether the last frame comes first. */
  readonly goBackwards: boolean;
  /** Whether the output of steps that do not count is 0. */
  readonly zeroOutputForMask: boolean;
}

/** What a cell made of a sequence. */
export interface Unrolled {
  /** By the number of the frame, whatever the direction. */
  readonly outputs: readonly Tensor[];
  /** The states after the last step. */
  readonly states: TensorList;
}

/**
 * Runs every step, one after the other.
 *
 * @param step - What the cell does.
 * @param start - The first states.
 * @param options - `time`: the number of frames, at least 1.
 */
export function unroll(
  step: CellStep,
  start: TensorList,
  options: UnrollOptions & { readonly time: number },
): Unrolled {
  const { time, mask, goBackwards, zeroOutputForMask } = options;
  const counts = mask === undefined ? undefined : maskFrames(mask);
  const outputs = new Array<Tensor>(time);
  let states = start;
  let before: Tensor | undefined;
  for (let done = 0; done < time; done++) {
    const frame = goBackwards ? time - 1 - done : done;
    const [output, ...next] = step(frame, states);
    if (counts === undefined) {
      states = asNonEmpty(next);
      outputs[frame] = output;
      continue;
    }
    const choose = (a: Tensor, b: Tensor): Tensor => where(counts(frame, a.shape), a, b);
    const kept = next.map((state, index) => choose(state, states[index] as Tensor));
    before ??= firstOutput(output, states[0]);
    if (zeroOutputForMask) before = choose(output, zerosLike(output));
    else before = output === next[0] ? (kept[0] as Tensor) : choose(output, before);
    outputs[frame] = before;
    states = asNonEmpty(kept);
  }
  return { outputs, states };
}

/** What masked steps put out before any step counts: the first state (Keras), or 0 where that is no output. */
function firstOutput(output: Tensor, state: Tensor): Tensor {
  return output.shape.join() === state.shape.join() ? state : zeros(output.shape);
}

/** The mask of each frame, widened to a shape `[batch, ...]`; each shape once. */
function maskFrames(mask: Tensor): (frame: number, shape: readonly number[]) => Tensor {
  const byShape = new Map<string, Tensor[]>();
  return (frame, shape) => {
    const key = shape.join();
    let frames = byShape.get(key);
    if (frames === undefined) {
      const [, ...sizes] = shape;
      const narrow = reshape(mask, [...mask.shape, ...sizes.map(() => 1)]); // [batch, time, 1, ...]
      frames = unstack(tile(narrow, [1, 1, ...sizes]), 1);
      byShape.set(key, frames);
    }
    return frames[frame] as Tensor;
  };
}
