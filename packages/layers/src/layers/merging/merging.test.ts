/** Masks and refusals of merging layers, as Keras's code has them. */
import { keyData, type PartialShape } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { asNonEmpty } from '../../tensor-list.js';
import { add } from './add.js';
import { average } from './average.js';
import { concatenate } from './concatenate.js';
import { dot } from './dot.js';
import { maximum } from './maximum.js';
import { minimum } from './minimum.js';
import { multiply } from './multiply.js';
import { subtract } from './subtract.js';

/** One input `[1, time, 1]` and which of its steps count. */
interface Steps {
  readonly values: readonly number[];
  readonly mask?: readonly (0 | 1)[];
}

/** Values and mask that come out. */
function merged(layer: Layer, inputs: readonly Steps[]): { values: number[]; mask: number[] | undefined } {
  layer.ensureBuilt(asNonEmpty(inputs.map(({ values }) => [null, values.length, 1])), { path: '', key: keyData(0) });
  const masks = new WeakMap<tf.Tensor, tf.Tensor>();
  tf.engine().startScope();
  const tensors = inputs.map(({ values, mask }) => {
    const x = tf.tensor3d([...values], [1, values.length, 1]);
    if (mask !== undefined) masks.set(x, tf.tensor2d([...mask], [1, mask.length], 'bool'));
    return x;
  });
  const y = layer.run(asNonEmpty(tensors), { training: false, masks }) as tf.Tensor;
  const mask = masks.get(y);
  const found = { values: Array.from(y.dataSync()), mask: mask && Array.from(mask.dataSync()) };
  tf.engine().endScope();
  layer.dispose();
  return found;
}

const first: Steps = { values: [5, 2, 3], mask: [1, 0, 0] };
const second: Steps = { values: [4, 7, 6], mask: [1, 1, 0] };
const whole: Steps = { values: [1, 1, 8] };

describeBackends('masks of merging layers', () => {
  it('join where all inputs have one', () => {
    expect(merged(add(), [first, second]).mask).toEqual([1, 1, 0]);
    expect(merged(subtract(), [first, second])).toEqual({ values: [1, -5, -3], mask: [1, 1, 0] });
    expect(merged(average(), [first, whole]).mask).toBeUndefined();
  });

  it('take masked positions out of a product', () => {
    expect(merged(multiply(), [first, second])).toEqual({ values: [20, 7, 0], mask: [1, 1, 0] });
    expect(merged(multiply(), [first, whole])).toEqual({ values: [5, 1, 8], mask: undefined });
  });

  it('take masked positions out of the choice of an extreme', () => {
    expect(merged(maximum(), [first, second]).values).toEqual([5, 7, 3]); // the first input where none counts
    expect(merged(minimum(), [first, second])).toEqual({ values: [4, 7, 3], mask: [1, 1, 0] });
    expect(merged(minimum(), [first, whole]).values).toEqual([1, 1, 8]);
  });

  it('are joined along time, and combined where features are joined', () => {
    expect(merged(concatenate({ axis: 1 }), [first, second])).toEqual({
      values: [5, 2, 3, 4, 7, 6],
      mask: [1, 0, 0, 1, 1, 0],
    });
    expect(merged(concatenate({ axis: 1 }), [first, whole]).mask).toEqual([1, 0, 0, 1, 1, 1]);
    expect(merged(concatenate(), [first, second]).mask).toEqual([1, 1, 0]);
    expect(merged(concatenate(), [first, whole]).mask).toBeUndefined();
  });

  it('end in a dot product', () => {
    expect(merged(dot({ axes: 1 }), [first, second])).toEqual({ values: [52], mask: undefined });
  });
});

describe('shapes of merging layers', () => {
  const shapes: [string, Layer, readonly PartialShape[], PartialShape][] = [
    [
      'unknown sizes',
      add(),
      [
        [null, null, 4],
        [null, 5, 1],
      ],
      [null, 5, 4],
    ],
    [
      'a known batch',
      add(),
      [
        [null, 1],
        [2, 3],
      ],
      [2, 3],
    ],
    [
      'other ranks',
      multiply(),
      [
        [null, 4],
        [null, 5, 6, 4],
      ],
      [null, 5, 6, 4],
    ],
    [
      'joined unknown sizes',
      concatenate({ axis: 1 }),
      [
        [null, null, 4],
        [null, 5, null],
      ],
      [null, null, 4],
    ],
    [
      'a product over all',
      dot({ axes: -1 }),
      [
        [null, 4],
        [null, 4],
      ],
      [null, 1],
    ],
  ];
  it.each(shapes)('of %s', (_name, layer, inputs, output) => {
    expect(layer.computeOutputShape(asNonEmpty(inputs))).toEqual(output);
  });

  const refusals: [string, Layer, readonly PartialShape[], RegExp][] = [
    [
      'sizes that do not broadcast',
      add(),
      [
        [null, 3],
        [null, 1],
        [null, 4],
      ],
      /inputs 0 and 2.*\[MERGE_SHAPES\]$/s,
    ],
    [
      'other batches',
      add(),
      [
        [2, 3],
        [1, 3],
      ],
      /\[MERGE_SHAPES\]$/,
    ],
    [
      'three inputs of a difference',
      subtract(),
      [
        [null, 3],
        [null, 3],
        [null, 3],
      ],
      /\[INPUT_COUNT\]$/,
    ],
    [
      'other sizes beside the axis',
      concatenate(),
      [
        [null, 3, 1],
        [null, 4, 1],
      ],
      /inputs 0 and 1.*\[CONCATENATE_SHAPES\]$/s,
    ],
    [
      'other ranks',
      concatenate(),
      [
        [null, 3],
        [null, 4, 1],
      ],
      /\[CONCATENATE_SHAPES\]$/,
    ],
    [
      'the batch as axis',
      concatenate({ axis: 0 }),
      [
        [null, 3],
        [null, 3],
      ],
      /\[LAYER_OPTION\]$/,
    ],
    [
      'vectors of other lengths',
      dot({ axes: 1 }),
      [
        [null, 3],
        [null, 4],
      ],
      /\[DOT_SHAPES\]$/,
    ],
    [
      'axes that are not there',
      dot({ axes: [2, 1] }),
      [
        [null, 3],
        [null, 3],
      ],
      /\[DOT_SHAPES\]$/,
    ],
    ['one input of a product', dot({ axes: 1 }), [[null, 3]], /\[INPUT_COUNT\]$/],
  ];
  it.each(refusals)('refuse %s', (_name, layer, inputs, message) => {
    expect(() => layer.computeOutputShape(asNonEmpty(inputs))).toThrow(message);
  });

  it('refuse axes that are none', () => {
    expect(() => dot({ axes: 0 })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => dot({ axes: [1, 2, 3] as never })).toThrow(/\[LAYER_OPTION\]$/);
    expect(() => concatenate({ axis: 0.5 })).toThrow(/\[LAYER_OPTION\]$/);
  });
});
