/** Shapes, masks and refusals of `lambda`. */
import { keyData, type PartialShape } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { input } from '../../symbolic-tensor.js';
import { model } from '../../models/functional.js';
import { type LambdaOptions, lambda } from './lambda.js';

describeBackends('lambda', () => {
  const shapes: [string, LambdaOptions, PartialShape, PartialShape | PartialShape[]][] = [
    ['what keeps the shape', { function: ([x]) => tf.square(x) }, [null, null, 3], [null, null, 3]],
    ['a sum over an unknown axis', { function: ([x]) => tf.sum(x, 1) }, [null, null, 3], [null, 3]],
    ['a reshape', { function: ([x]) => tf.reshape(x, [x.shape[0] ?? 0, -1]) }, [null, 2, 3], [null, 6]],
    [
      'a size of its own',
      {
        function: ([x]) =>
          tf.pad(x, [
            [0, 0],
            [0, 2],
          ]),
      },
      [null, 3],
      [null, 5],
    ],
    ['two outputs', { function: ([x]) => [x, tf.sum(x, 1)] }, [null, 3], [[null, 3], [null]]],
    ['what it is told', { function: ([x]) => x, outputShape: [4, null] }, [2, 4, 9], [2, 4, null]],
    ['what a function says', { function: ([x]) => x, outputShape: ([shape]) => shape }, [null, 4], [null, 4]],
  ];
  it.each(shapes)('finds the shape of %s', (_name, options, given, expected) => {
    expect(lambda(options).computeOutputShape([given])).toEqual(expected);
  });

  it('is told whether it trains, and differentiated', () => {
    const layer = lambda({ function: ([x], { training }) => (training ? tf.square(x) : x) });
    layer.ensureBuilt([[null, 2]], { path: 'lambda', key: keyData(0) });
    tf.tidy(() => {
      const gradientIn = (training: boolean): number[] =>
        Array.from(
          tf
            .grad((x) => layer.run([x], { training }) as tf.Tensor)(tf.tensor2d([[1, 3]]))
            .dataSync(),
        );
      expect(gradientIn(true)).toEqual([2, 6]);
      expect(gradientIn(false)).toEqual([1, 1]);
    });
    layer.dispose();
  });

  it('refuses a function that does not work, and one that returns something else than it said', () => {
    const broken = lambda({ function: ([x]) => tf.matMul(x as tf.Tensor2D, tf.zeros([5, 5])) });
    expect(() => broken.computeOutputShape([[null, 4]])).toThrow(/\[LAMBDA_SHAPE\]$/);
    const other = lambda({ function: ([x]) => x, outputShape: [3] });
    other.ensureBuilt([[null, 2]], { path: 'lambda', key: keyData(0) });
    tf.tidy(() => {
      expect(() => other.run([tf.zeros([1, 2])], { training: false })).toThrow(/\[LAMBDA_OUTPUT\]$/);
    });
    expect(() => lambda({ function: 'x' as never })).toThrow(/\[LAMBDA_FUNCTION\]$/);
    expect(() => lambda({ function: ([x]) => x, mask: true as never })).toThrow(/\[LAYER_OPTION\]$/);
  });

  it('is never written down', () => {
    const layer = lambda({ function: ([x]) => x, name: 'same' });
    expect(() => layer.getConfig()).toThrow(/Lambda "same".*customLayers.*\[LAMBDA_CONFIG\]$/s);
    const x = input({ shape: [2] });
    const outer = model({ inputs: x, outputs: layer.apply(x) });
    expect(() => outer.getConfig()).toThrow(/\[LAMBDA_CONFIG\]$/);
  });
});
