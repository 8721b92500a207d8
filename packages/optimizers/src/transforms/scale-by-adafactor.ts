/** Adafactor's update: mean squares kept as a row and a column. */
import { treeEntries } from '@isograd/core';
import {
  add,
  cast,
  div,
  exp,
  expandDims,
  log,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  rsqrt,
  sqrt,
  square,
  sub,
  type Tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import { checkFlag, checkPositive, checkRange } from '../check-option.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { nextCount, zeroCount } from '../step-count.js';

/** How `scaleByAdafactor` averages, and how far it steps. */
export interface ScaleByAdafactorOptions {
  /** float32 scalar: no step is larger than this share of a parameter. */
  readonly learningRate: Tensor;
  /** The mean squares decay by 1 - t^beta2Decay; in [-1, 0). Default: -0.8. */
  readonly beta2Decay?: number;
  /** Added to the squared gradients, above 0. Default: 1e-30. */
  readonly epsilon1?: number;
  /** Smallest scale of a parameter, above 0. Default: 0.001. */
  readonly epsilon2?: number;
  /** Largest root mean square of a direction, above 0. Default: 1. */
  readonly clipThreshold?: number;
  /** Whether the rate falls as 1 / √t from `learningRate` down. Default: true. */
  readonly relativeStep?: boolean;
}

/** The state of `scaleByAdafactor`: slots by the paths of their parameters. */
export type AdafactorState = {
  /** int32 scalar: steps taken. */
  readonly count: Tensor;
  /** Mean squares over the last axis, of parameters of rank 2 and above. */
  readonly row: { readonly [path: string]: Tensor };
  /** Mean squares over the last axis but one, of the same. */
  readonly column: { readonly [path: string]: Tensor };
  /** Mean squares of the other parameters. */
  readonly nu: { readonly [path: string]: Tensor };
};

/**
 * Adafactor's update, which has its minus sign and its rate already. With β = 1 - t^beta2Decay and g² + ε1:
 *
 * - rank 2 and above: r and c, its means over the last axis and over the one before, decay by β, and the mean square is
 *   ν = (r / mean(r)) ⊗ c: n + m numbers in place of n · m;
 * - else ν decays by β itself.
 *
 * u = g / √ν, u ← u / max(1, rms(u) / clipThreshold), and the update is -max(ε2, rms(p)) · min(lr, 1 / √t) · u.
 *
 * Keras and PyTorch agree. `relativeStep: false` leaves the rate as it is; in Keras the option changes nothing.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Shazeer, Stern: "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost" (ICML 2018)
 */
export function scaleByAdafactor(options: ScaleByAdafactorOptions): GradientTransformation<AdafactorState> {
  const { learningRate, beta2Decay = -0.8, epsilon1 = 1e-30, epsilon2 = 1e-3, clipThreshold = 1 } = options;
  const { relativeStep = true } = options;
  checkRange('scaleByAdafactor', 'beta2Decay', beta2Decay, { min: -1, max: -Number.MIN_VALUE });
  checkPositive('scaleByAdafactor', 'epsilon1', epsilon1);
  checkPositive('scaleByAdafactor', 'epsilon2', epsilon2);
  checkPositive('scaleByAdafactor', 'clipThreshold', clipThreshold);
  checkFlag('scaleByAdafactor', 'relativeStep', relativeStep);

  return {
    init: (params) => {
      const entries = treeEntries<Tensor>(params);
      const [matrices, others] = [true, false].map((isMatrix) => entries.filter(([, p]) => p.rank > 1 === isMatrix));
      const slots = (of: typeof entries = [], shapeOf: (shape: number[]) => number[]): Record<string, Tensor> =>
        Object.fromEntries(of.map(([path, param]) => [path, zeros(shapeOf(param.shape))]));
      return {
        count: zeroCount(),
        row: slots(matrices, (shape) => shape.slice(0, -1)),
        column: slots(matrices, (shape) => [...shape.slice(0, -2), ...shape.slice(-1)]),
        nu: slots(others, (shape) => shape),
      };
    },
    update: (grads, state, params) => {
      const count = nextCount(state.count);
      const step = cast(count, 'float32');
      // The weight of what is new: t^beta2Decay, which is 1 at first.
      const weight = exp(mul(log(step), beta2Decay));
      const average = (past: Tensor | undefined, value: Tensor): Tensor =>
        past === undefined ? value : add(past, mul(sub(value, past), weight));
      const rate = relativeStep ? minimum(learningRate, rsqrt(step)) : learningRate;

      const next = { row: { ...state.row }, column: { ...state.column }, nu: { ...state.nu } };
      /** The direction g / √ν; roots first, since a product of two tiny means would be 0. */
      const direction = (path: string, g: Tensor): Tensor => {
        const squared = add(square(g), epsilon1);
        if (g.rank < 2) {
          const nu = average(state.nu[path], squared);
          next.nu[path] = nu;
          return div(g, sqrt(nu));
        }
        const row = average(state.row[path], mean(squared, -1)); // [..., rows]
        const column = average(state.column[path], mean(squared, -2)); // [..., columns]
        Object.assign(next.row, { [path]: row });
        Object.assign(next.column, { [path]: column });
        const ofRow = sqrt(div(row, mean(row, -1, true)));
        return div(g, mul(expandDims(ofRow, -1), expandDims(sqrt(column), -2)));
      };
      const updates = mapTensors(
        'scaleByAdafactor',
        ([param, g], path) => {
          const u = direction(path, g);
          const scale = mul(maximum(rootMeanSquare(param), epsilon2), rate);
          return mul(u, neg(div(scale, maximum(div(rootMeanSquare(u), clipThreshold), 1))));
        },
        [params, grads],
      );
      return { updates, state: { count, ...next } };
    },
  };
}

/** √mean(x²), a float32 scalar. */
function rootMeanSquare(x: Tensor): Tensor {
  return sqrt(mean(square(x)));
}
