/** What layers that combine their inputs element by element share. */
import type { PartialShape } from '@isograd/core';
import { logicalOr, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { type CallContext, maskOf } from '../../call-context.js';
import { Layer } from '../../layer.js';
import { alongTensor } from '../../masked-positions.js';
import { asNonEmpty, type NonEmpty, type ShapeList, type TensorList } from '../../tensor-list.js';
import { alignedShape, broadcastShapes } from './broadcast-shapes.js';

/** One input, with as many axes as the others. */
export interface MergeInput {
  readonly x: Tensor;
  /** bool, broadcasts against `x`; undefined where every position counts. */
  readonly positions: Tensor | undefined;
}

/** Base class of the layers that combine their inputs element by element. */
export abstract class Merge extends Layer {
  override readonly supportsMasking: boolean = true;

  /** The combination of inputs that broadcast against each other. */
  protected abstract merge(inputs: NonEmpty<MergeInput>): Tensor;

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    return broadcastShapes(this.label, inputShapes);
  }

  override call(inputs: TensorList, context: CallContext): Tensor {
    const rank = this.computeOutputShape(asNonEmpty(inputs.map(({ shape }) => shape))).length;
    const align = (x: Tensor): Tensor => (x.rank === rank ? x : reshape(x, alignedShape(x.shape, rank)));
    const aligned = inputs.map((x) => {
      const mask = maskOf(x, context);
      return { x: align(x), positions: mask && align(alongTensor(mask, x)) };
    });
    return this.merge(asNonEmpty(aligned));
  }

  /** Positions that count in any input, where all have a mask; otherwise all do (Keras). */
  override computeMask(_inputs: TensorList, masks: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    const known = masks.filter((mask) => mask !== undefined);
    return known.length < masks.length ? [] : [known.reduce((either, mask) => logicalOr(either, mask))];
  }
}
