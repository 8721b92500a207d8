/** Draws from the beta distribution of two equal parameters, with a fixed number of kernels. */
import { random, type RandomKey } from '@isograd/core';
import {
  add,
  argMax,
  cast,
  div,
  greater,
  less,
  log,
  logicalAnd,
  maximum,
  mul,
  oneHot,
  sigmoid,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  transpose,
} from '@tensorflow/tfjs-core';

/** Proposals for each draw; at least 95 of 100 are accepted, so that all are refused once in 10^13 draws. */
const proposals = 10;

/** Smallest number that has a finite logarithm. */
const tiny = 2 ** -126;

/**
 * Draws from Beta(alpha, alpha): X / (X + Y) for X and Y of the gamma distribution.
 *
 * @param alpha - float32 scalar above 0.
 * @param count - Number of draws.
 * @returns float32 `[count]` in [0, 1].
 */
export function drawSymmetricBeta(key: RandomKey, alpha: Tensor, count: number): Tensor {
  const [xKey, yKey] = random.split(key, 2) as [RandomKey, RandomKey];
  return sigmoid(sub(drawLogGamma(xKey, alpha, count), drawLogGamma(yKey, alpha, count)));
}

/**
 * Logarithms of draws from Gamma(alpha, 1): of Gamma(alpha + 1, 1) by rejection, times U^(1 / alpha). The logarithm
 * keeps small alphas, whose draws are too small for float32.
 *
 * @see Marsaglia and Tsang: "A Simple Method for Generating Gamma Variables" (2000)
 */
function drawLogGamma(key: RandomKey, alpha: Tensor, count: number): Tensor {
  const [normalKey, acceptKey, boostKey] = random.split(key, 3) as [RandomKey, RandomKey, RandomKey];
  const shape = [proposals, count];
  const d = add(alpha, 2 / 3); // alpha + 1 - 1/3
  const x = random.normal(normalKey, shape);
  const base = add(mul(x, div(1 / 3, sqrt(d))), 1);
  const logV = mul(log(maximum(base, tiny)), 3);
  const v = mul(base, square(base));
  const bound = add(mul(square(x), 0.5), mul(d, add(sub(1, v), logV)));
  const isAccepted = logicalAnd(greater(base, 0), less(logUniform(acceptKey, shape), bound));
  const first = argMax(cast(isAccepted, 'int32'), 0) as Tensor1D;
  const chosen = sum(mul(logV, transpose(oneHot(first, proposals))), 0); // [count]
  const boost = div(logUniform(boostKey, [count]), alpha);
  return add(add(log(d), chosen), boost);
}

/** Logarithms of uniform draws from (0, 1). */
function logUniform(key: RandomKey, shape: readonly number[]): Tensor {
  return log(random.uniform(key, shape, 2 ** -25, 1 + 2 ** -25));
}
