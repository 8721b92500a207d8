/** Scaled losses: the scale, and what the optimizer inside is given. */
import { describeBackends, expectWithinTolerance } from '@isograd/testing';
import { mul, scalar, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { lossScaling, type LossScalingState, type Optimizer, sam, sgd, type TensorTree } from '../index.js';
import { recordRegression } from '../testing/regression.js';

const numberIn = (value: Tensor): number => value.dataSync()[0] as number;

describeBackends('lossScaling', () => {
  it('trains as without it, to the bit for a scale that is a power of two', () => {
    const plain = recordRegression(sgd({ learningRate: 0.1, momentum: 0.9 }), 10);
    const scaled = recordRegression(lossScaling(sgd({ learningRate: 0.1, momentum: 0.9 })), 10);
    expect(scaled.W).toEqual(plain.W);
    expect(scaled.b).toEqual(plain.b);
  });

  it('gives the optimizer inside the gradients of the loss itself, elsewhere too', () => {
    const plain = recordRegression(sam(sgd({ learningRate: 0.1 })), 10);
    expect(recordRegression(lossScaling(sam(sgd({ learningRate: 0.1 }))), 10)).toEqual(plain);
    const outside = recordRegression(sam(lossScaling(sgd({ learningRate: 0.1 }))), 10);
    expectWithinTolerance(outside.W, { shape: [10, 4, 3], dtype: 'float64', values: Float64Array.from(plain.W) });
    const twice = lossScaling(lossScaling(sgd({ learningRate: 0.1 }), { initialScale: 2 }), { initialScale: 8 });
    expect(recordRegression(twice, 10)).toEqual(recordRegression(sgd({ learningRate: 0.1 }), 10));
    tidy(() => {
      const state = twice.init(tensor([0]));
      expect(numberIn((twice.scaleLoss as NonNullable<Optimizer['scaleLoss']>)(scalar(3), state))).toBe(48);
    });
  });

  it('passes the loss on as it is', () => {
    tidy(() => {
      const losses: (Tensor | undefined)[] = [];
      const inner: Optimizer = {
        ...sgd(),
        update: (grads, state, params, context) => {
          losses.push(context?.loss, context?.evaluate?.(params).loss);
          return sgd().update(grads, state as never, params);
        },
      };
      const params = tensor([1]);
      const optimizer = lossScaling(inner);
      const loss = scalar(5);
      const evaluate = (at: TensorTree) => ({ loss, grads: mul(at as Tensor, 3) });
      optimizer.update(tensor([2]), optimizer.init(params), params, { loss, evaluate });
      expect(losses).toEqual([loss, loss]);
    });
  });

  it('keeps the scale between 2^-64 and 2^64', () => {
    tidy(() => {
      const params = tensor([1]);
      const scaleAfter = (initialScale: number, gradient: number): number => {
        const optimizer = lossScaling(sgd(), { initialScale, dynamicGrowthSteps: 1 });
        let state = optimizer.init(params);
        for (let step = 0; step < 3; step++) {
          state = optimizer.update(tensor([gradient]), state, params).state as LossScalingState;
        }
        return numberIn(state.scale);
      };
      expect(scaleAfter(2 ** 63, 1)).toBe(2 ** 64);
      expect(scaleAfter(2 ** -63, Number.NaN)).toBe(2 ** -64);
      expect(scaleAfter(1, 1)).toBe(8);
      expect(scaleAfter(1, Number.NEGATIVE_INFINITY)).toBe(0.125);
    });
  });
});
