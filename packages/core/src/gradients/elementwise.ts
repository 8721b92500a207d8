/** Gradients of the unary kernels: roots, exponentials, logarithms, trigonometry, rounding. */
import * as tf from '@tensorflow/tfjs-core';
import { asFloat, defineElementwiseGradient, defineGradient, defineZeroGradient } from './gradient.js';

interface ClipAttributes {
  readonly clipValueMin: number;
  readonly clipValueMax: number;
}

/** 1 - x^2, which several derivatives divide by. */
const oneMinusSquare = (x: tf.Tensor): tf.Tensor => tf.sub(1, tf.square(x));

/** Entries of the differentiable unary kernels of mathematics, and of those that are constant in steps. */
export const elementwiseGradients: readonly tf.GradConfig[] = [
  defineGradient(tf.Neg, [], (dy) => ({ x: () => tf.neg(dy) })),
  defineElementwiseGradient(tf.Abs, (x) => tf.sign(x)),
  defineElementwiseGradient(tf.Square, (x) => tf.mul(x, 2)),
  defineElementwiseGradient(tf.Sqrt, (x) => tf.mul(tf.rsqrt(x), 0.5)),
  defineElementwiseGradient(tf.Rsqrt, (x) => tf.mul(tf.div(tf.rsqrt(x), x), -0.5)),
  defineElementwiseGradient(tf.Reciprocal, (x) => tf.neg(tf.reciprocal(tf.square(x)))),
  defineElementwiseGradient(tf.Exp, (x) => tf.exp(x)),
  defineElementwiseGradient(tf.Expm1, (x) => tf.exp(x)),
  defineElementwiseGradient(tf.Log, (x) => tf.reciprocal(x)),
  defineElementwiseGradient(tf.Log1p, (x) => tf.reciprocal(tf.add(x, 1))),
  defineElementwiseGradient(tf.Erf, (x) => tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI))),
  defineElementwiseGradient(tf.Sin, (x) => tf.cos(x)),
  defineElementwiseGradient(tf.Cos, (x) => tf.neg(tf.sin(x))),
  defineElementwiseGradient(tf.Tan, (x) => tf.reciprocal(tf.square(tf.cos(x)))),
  defineElementwiseGradient(tf.Asin, (x) => tf.rsqrt(oneMinusSquare(x))),
  defineElementwiseGradient(tf.Acos, (x) => tf.neg(tf.rsqrt(oneMinusSquare(x)))),
  defineElementwiseGradient(tf.Atan, (x) => tf.reciprocal(tf.add(tf.square(x), 1))),
  defineElementwiseGradient(tf.Sinh, (x) => tf.cosh(x)),
  defineElementwiseGradient(tf.Cosh, (x) => tf.sinh(x)),
  defineElementwiseGradient(tf.Tanh, (x) => oneMinusSquare(tf.tanh(x))),
  defineElementwiseGradient(tf.Asinh, (x) => tf.rsqrt(tf.add(tf.square(x), 1))),
  defineElementwiseGradient(tf.Acosh, (x) => tf.rsqrt(tf.sub(tf.square(x), 1))),
  defineElementwiseGradient(tf.Atanh, (x) => tf.reciprocal(oneMinusSquare(x))),
  defineElementwiseGradient<ClipAttributes>(tf.ClipByValue, (x, { clipValueMin, clipValueMax }) =>
    asFloat(tf.logicalAnd(tf.greaterEqual(x, clipValueMin), tf.lessEqual(x, clipValueMax))),
  ),
  defineZeroGradient(tf.Sign),
  defineZeroGradient(tf.Step),
  defineZeroGradient(tf.Floor),
  defineZeroGradient(tf.Ceil),
  defineZeroGradient(tf.Round),
  defineZeroGradient(tf.ZerosLike),
  defineZeroGradient(tf.OnesLike),
];
