import { describeBackends, expectWithinTolerance } from '@isograd/testing';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { adam, adamw, type ClippingOptions, type Optimizer, sgd } from '../index.js';

describeBackends('the clipping options', () => {
  // Gradients 3 and 4: two tensors, of norm 5 together.
  it.each<[ClippingOptions, number[]]>([
    [{}, [3, 4]],
    [{ clipValue: 3.5 }, [3, 3.5]],
    [{ clipNorm: 2 }, [2, 2]],
    [{ globalClipNorm: 2.5 }, [1.5, 2]],
  ])('clip before everything else: %o gives %o', (clip, clipped) => {
    const updatesOf = (optimizer: Optimizer): number[] =>
      tidy(() => {
        const params = [tensor([0]), tensor([0])];
        const grads = [tensor([3]), tensor([4])];
        const { updates } = optimizer.update(grads, optimizer.init(params), params);
        return (updates as Tensor[]).map((update) => update.dataSync()[0] as number);
      });
    const expectUpdates = (optimizer: Optimizer, expected: number[]): void => {
      const reference = { shape: [2], dtype: 'float64', values: Float64Array.from(expected) };
      expect(expectWithinTolerance(updatesOf(optimizer), reference), optimizer.name).toBeLessThanOrEqual(1);
    };
    expectUpdates(
      sgd({ learningRate: 1, ...clip }),
      clipped.map((g) => -g),
    );
    // Without memory Adam's update is g / (|g| + epsilon).
    const memoryless = { learningRate: 1, beta1: 0, beta2: 0, epsilon: 1, ...clip };
    for (const recipe of [adam, adamw]) {
      expectUpdates(
        recipe(memoryless),
        clipped.map((g) => -g / (g + 1)),
      );
    }
  });
});
