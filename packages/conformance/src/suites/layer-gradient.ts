/** Gradients of a layer against finite differences of the layer itself. */
import { variableGradients } from '@isograd/core';
import { addN, mul, reshape, type Scalar, sum, type Tensor, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { dot } from './finite-difference.js';
import type { LayerTrial } from './layer-trial.js';

/** Length of the step along a unit direction. */
const step = 2 ** -6;

/**
 * Largest error of a directional derivative, over ‖u∘f‖ + ‖∇L‖ + ‖H‖ of what was projected.
 *
 * The two-point rule has a truncation error of h² / 6 = 2^-14.6 of the third derivative; outputs that are right to 16
 * units in the last place give a noise of 2^-20 / 2h = 2^-15 of ‖u∘f‖. The tolerance is 16 times that. A wrong factor,
 * sign, axis or term changes a derivative along a random direction by about ‖∇L‖ / sqrt(elements), far more.
 */
const tolerance = 2 ** -11;

/** Random directions of each tensor. */
const directions = 2;

/** What was found: the worst ratio of error to tolerance, and each failure in words. */
export interface GradientFindings {
  readonly worst: number;
  readonly failures: readonly string[];
}

/** Compares the gradient of every float32 input and every trainable weight; restores the weights. */
export function checkLayerGradient(trial: LayerTrial, training: boolean): GradientFindings {
  const mode = training ? 'training' : 'inference';
  const { differentiable } = trial;
  if (differentiable.length === 0) return { worst: 0, failures: [] };
  trial.restore();
  const first = trial.run(training).values;
  const weights = first.map((output, place) => random(output.length, place + 1));
  const size = norm(
    first.flatMap((output, place) => Array.from(output, (value, at) => value * (weights[place]?.[at] ?? 0))),
  );
  const gradients = tapeGradients(trial, training, weights);
  const project = (): number => {
    trial.restoreState();
    return trial
      .run(training)
      .values.reduce((total, output, place) => total + dot(output, weights[place] as Float64Array), 0);
  };
  let worst = 0;
  const failures: string[] = [];
  differentiable.forEach(([name, variable], index) => {
    const gradient = gradients[index] as Float64Array;
    for (let seed = 0; seed < directions; seed++) {
      const direction = unit(random(variable.size, 100 + seed));
      const numeric = derivativeAlong(variable, direction, project);
      const error = Math.abs(numeric - dot(gradient, direction));
      const ratio = error / (tolerance * (size + norm(gradient)) || Number.MIN_VALUE);
      if (!(ratio <= worst)) worst = ratio;
      if (!(ratio <= 1)) {
        failures.push(
          `the gradient of ${name} (${mode}) is ${dot(gradient, direction)} along a direction where differences give ${numeric}`,
        );
      }
    }
  });
  trial.restore();
  return { worst, failures };
}

/** Length of a step of gradient descent, over ‖∇L‖ of the weights. */
const descent = 2 ** -7;

/**
 * Whether a step of gradient descent in training mode changes the projected output as its gradient says: by the length
 * of the step times ‖∇L‖, to a quarter of it. Restores the weights.
 */
export function checkTrainingStep(trial: LayerTrial): readonly string[] {
  if (trial.layer.trainableWeights.length === 0) return [];
  trial.restore();
  const weights = trial.run(true).values.map((output, place) => random(output.length, place + 1));
  const value = (): number => {
    trial.restoreState();
    return trial
      .run(true)
      .values.reduce((total, output, place) => total + dot(output, weights[place] as Float64Array), 0);
  };
  trial.restore();
  const before = value();
  const gradients = tapeGradients(trial, true, weights);
  const steps = trial.differentiable.flatMap(([name, variable], index) => {
    return name.startsWith('input ') ? [] : [{ variable, gradient: gradients[index] as Float64Array }];
  });
  const length = norm(steps.flatMap(({ gradient }) => Array.from(gradient)));
  if (length === 0) return [];
  trial.restore();
  for (const { variable, gradient } of steps) {
    const origin = Float32Array.from(variable.dataSync());
    assign(
      variable,
      origin.map((weight, at) => weight - (descent / length) * (gradient[at] as number)),
    );
  }
  const change = value() - before;
  trial.restore();
  const expected = -descent * length;
  if (Math.abs(change - expected) <= 0.25 * descent * length) return [];
  return [`a training step changes the loss by ${change}; its gradient says ${expected}`];
}

function tapeGradients(trial: LayerTrial, training: boolean, weights: readonly Float64Array[]): Float64Array[] {
  trial.restore();
  const variables = trial.differentiable.map(([, variable]) => variable);
  const result: Float64Array[] = [];
  tidy(() => {
    const { gradients } = variableGradients(() => {
      const terms = trial.outputs(training).map((output, place) => {
        const weight = reshape(tensor(Float32Array.from(weights[place] as Float64Array)), output.shape);
        return sum(mul(output, weight)) as Tensor;
      });
      return addN(terms) as Scalar;
    }, variables);
    for (const gradient of gradients) result.push(Float64Array.from(gradient.dataSync()));
  });
  return result;
}

/** (f(x + hv) - f(x - hv)) / 2h, with the positions that float32 can hold. */
function derivativeAlong(variable: Variable, direction: Float64Array, f: () => number): number {
  const origin = Float32Array.from(variable.dataSync());
  const at = (distance: number): number => {
    assign(
      variable,
      origin.map((value, index) => value + distance * (direction[index] as number)),
    );
    return f();
  };
  const slope = (at(step) - at(-step)) / (2 * step);
  assign(variable, origin);
  return slope;
}

function assign(variable: Variable, values: Float32Array): void {
  tidy(() => variable.assign(tensor(values, variable.shape)));
}

/** Numbers of ±1, each fixed by its place and a seed. */
function random(length: number, seed: number): Float64Array {
  let state = Math.imul(seed, 2654435761) >>> 0;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >= 2 ** 31 ? 1 : -1;
  });
}

function norm(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((total, value) => total + value * value, 0));
}

function unit(values: Float64Array): Float64Array {
  const length = norm(values) || 1;
  return values.map((value) => value / length);
}
