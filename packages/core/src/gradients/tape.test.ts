import { checkGradient, describeBackends, type TensorFunction } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { DTypeError, ShapeError, UnsupportedError, ValueError } from '../errors.js';
import { installGradients } from './gradient-table.js';
import { distinct, spread } from '../testing/gradient-checks.js';

/** exp as a customGrad that saves its result, as several ops of tfjs do. */
const expSavingResult = tf.customGrad((x, save) => {
  const y = tf.exp(x as tf.Tensor);
  (save as (tensors: tf.Tensor[]) => void)([y]);
  return { value: y, gradFunc: (dy, [saved]) => tf.mul(dy, saved as tf.Tensor) };
});

/** The identity, with a gradient of one's own. */
const withGradient = (gradFunc: (dy: tf.Tensor) => tf.Tensor): ((x: tf.Tensor) => tf.Tensor) =>
  tf.customGrad((x) => ({ value: (x as tf.Tensor).clone(), gradFunc }));

const failure = (run: () => unknown): unknown => {
  try {
    return tf.tidy(() => run() as tf.Tensor);
  } catch (error) {
    return error;
  }
};

describeBackends('the tape', () => {
  it('has right second derivatives where a gradient saves the result', () => {
    tf.tidy(() => {
      checkGradient(expSavingResult as TensorFunction, [spread([3])]);
      checkGradient((x) => tf.logSoftmax(x as tf.Tensor), [spread([2, 3])]);
      checkGradient((x) => tf.fused.matMul({ a: tf.square(x as tf.Tensor), b: x as tf.Tensor }), [spread([3, 3])]);
    });
  });

  it('may be used within a gradient', () => {
    tf.tidy(() => {
      const cube = withGradient((dy) => dy);
      const f = tf.customGrad((x, save) => {
        (save as (tensors: tf.Tensor[]) => void)([x as tf.Tensor]);
        const slope = tf.grad((at: tf.Tensor) => tf.pow(at, 3));
        return {
          value: tf.pow(x as tf.Tensor, 3),
          gradFunc: (dy, [saved]) => tf.mul(dy, slope(saved as tf.Tensor)),
        };
      });
      checkGradient((x) => tf.mul(tf.exp(cube(x as tf.Tensor)), f(tf.sin(x as tf.Tensor))), [spread([4])]);
    });
  });

  it('adds up what comes by several ways, and leaves the gradient that was given alone', () => {
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2, 3]);
      const dy = tf.tensor1d([1, 10, 100]);
      expect(
        Array.from(
          tf
            .grad((at: tf.Tensor) => tf.add(tf.mul(at, at), at))(x, dy)
            .dataSync(),
        ),
      ).toEqual([3, 50, 700]);
      expect(Array.from(dy.dataSync())).toEqual([1, 10, 100]);
    });
  });

  it('gives nothing for an input that the value does not depend on', () => {
    tf.tidy(() => {
      const { grads } = tf.engine().gradients(() => tf.scalar(2), [tf.scalar(1)], undefined, true);
      expect(grads).toEqual([undefined]);
    });
  });

  it('names what cannot be differentiated', () => {
    const x = tf.scalar(1);
    const noPath = failure(() => tf.grad(() => tf.scalar(2))(x));
    expect(noPath).toBeInstanceOf(ValueError);
    expect(noPath).toMatchObject({ code: 'GRADIENT_NO_PATH' });
    const noTensor = failure(() => tf.grad((() => 2) as object as (x: tf.Tensor) => tf.Tensor)(x));
    expect(noTensor).toMatchObject({ code: 'GRADIENT_VALUE', received: '2' });
    const otherShape = failure(() => tf.grad(withGradient(() => tf.zeros([2])))(x));
    expect(otherShape).toBeInstanceOf(ShapeError);
    expect(otherShape).toMatchObject({ code: 'GRADIENT_SHAPE', received: 'float32 [2]', expected: 'float32 []' });
    const integers = failure(() => tf.grad(withGradient(() => tf.scalar(1, 'int32')))(x));
    expect(integers).toMatchObject({ code: 'GRADIENT_SHAPE', received: 'int32 []' });
    const complexValue = failure(() => tf.grad((at: tf.Tensor) => tf.complex(at, at))(x));
    expect(complexValue).toBeInstanceOf(DTypeError);
    expect(complexValue).toMatchObject({ code: 'GRADIENT_OF_COMPLEX' });
    x.dispose();
  });

  it('names a kernel that has no entry', () => {
    const backendName = tf.getBackend();
    const kernelFunc: tf.KernelFunc = ({ inputs }) => tf.clone(inputs['x'] as tf.Tensor);
    tf.registerKernel({ kernelName: 'Unheard', backendName, kernelFunc });
    const x = tf.scalar(1);
    const missing = failure(() =>
      tf.grad((at: tf.Tensor) => tf.engine().runKernel<tf.Tensor>('Unheard', { x: at }))(x),
    );
    expect(missing).toBeInstanceOf(UnsupportedError);
    expect(missing).toMatchObject({ code: 'GRADIENT_MISSING', where: 'gradient of Unheard' });
    x.dispose();
    tf.unregisterKernel('Unheard', backendName);
  });

  it.each([
    [
      'the function',
      (x: tf.Tensor): tf.Tensor => {
        tf.exp(tf.square(x));
        return raise();
      },
    ],
    ['a gradient', (x: tf.Tensor): tf.Tensor => withGradient(raise)(tf.exp(tf.square(x)))],
    [
      'a gradient of a gradient',
      (x: tf.Tensor): tf.Tensor => tf.grad((at: tf.Tensor) => withGradient(raise)(tf.exp(at)))(tf.square(x)),
    ],
  ])('leaves nothing behind when %s fails', (_what, f) => {
    const x = tf.tensor1d([1, 2]);
    const before = tf.memory().numTensors;
    expect(failure(() => tf.grad(f)(x))).toMatchObject({ message: 'on purpose' });
    expect(tf.memory().numTensors).toBe(before);
    const slope = tf.grad((at: tf.Tensor) => tf.square(at))(x); // the next one is not disturbed
    expect(Array.from(slope.dataSync())).toEqual([2, 4]);
    tf.dispose([x, slope]);
  });

  it('is installed once, whatever is installed again', () => {
    const { gradients } = tf.engine();
    installGradients();
    installGradients();
    expect(tf.engine().gradients).toBe(gradients);
    tf.tidy(() => checkGradient((x) => tf.relu(x as tf.Tensor), [distinct([3])]));
  });
});

describe('the tape of an engine that was reset', () => {
  it('is still the same', () => {
    const engine = tf.engine();
    installGradients();
    const { gradients } = engine;
    engine.reset();
    expect(engine.gradients).toBe(gradients);
  });
});

function raise(): never {
  throw new Error('on purpose');
}
