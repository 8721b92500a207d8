/**
 * The gradient suites: what the tape computes on the active backend against finite differences of the law.
 *
 * First order: L(x) = <law(x), u> along a random direction v, <∇L, v>. Second order: the tape differentiates
 * G(x, u) = <∇L, v>, and <∂G/∂x, w> + <∂G/∂u, s> is compared with the mixed difference of the law along v
 * and w plus the difference of <law(x), s> along v. One number each, in which every part of the gradient is.
 */
import { fillRandomBits, keyData, UnsupportedError } from '@isograd/core';
import { add, grads, imag, mul, real, scalar, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { OpCase, OpRecord } from '../ops/op-record.js';
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';
import { type Direction, differentiate, dot, projectLaw, roundoff } from './finite-difference.js';
import { type Report, type SuiteOptions, tryCases, type Verdict } from './suite-report.js';
import { lawOf, runOp, toDevice, toDeviceInputs, toHost } from './transfer.js';

/**
 * Error allowed of a directional derivative, relative to the sum of the magnitudes of its terms and the size
 * of the output: a few hundred roundings of float32. A wrong factor, sign, axis or missing term shows in the
 * first digits.
 */
const tolerance = 2 ** -16;

/** Size below which an exact zero cannot be told from the roundings of float32 numbers of the size of 1. */
const smallest = 2 ** -4;

/**
 * Checks the first derivative of a record's op on the active backend: by finite differences where it is smooth,
 * that it is zero where the op is a step function, and that it is refused by name where there is none.
 *
 * @param record - What to try; of kind `none` it has no gradient to check.
 * @param options - How much.
 */
export function testGradient(record: OpRecord, options: SuiteOptions = {}): Report {
  const judgeCase = { smooth: judgeFirst, constant: judgeZero, refused: judgeRefusal, none: () => ({ worst: 0 }) };
  return tryCases(record, [], (opCase) => judgeCase[record.gradient.kind](record, opCase), options);
}

/**
 * Checks the derivative of the first derivative of a smooth op on the active backend.
 *
 * @param record - What to try; of another kind than `smooth` it has no second derivative to check.
 * @param options - How much.
 */
export function testSecondOrder(record: OpRecord, options: SuiteOptions = {}): Report {
  const isSmooth = record.gradient.kind === 'smooth';
  return tryCases(record, [], (opCase) => (isSmooth ? judgeSecond(record, opCase) : { worst: 0 }), options);
}

function judgeFirst(record: OpRecord, { inputs, attributes }: OpCase): Verdict {
  const names = differentiableInputs(record, inputs);
  const weights = randomWeights(record, inputs, attributes, 1);
  const along = randomDirection(inputs, names, 2);
  const numeric = differentiate((moved) => projectLaw(record, moved, attributes, weights), inputs, along);

  const gradients = gradientsOf(record, inputs, attributes, names, weights);
  for (const [index, name] of names.entries()) {
    const [got, input] = [gradients[index] as HostTensor, inputs[name] as HostTensor];
    if (String(got.shape) !== String(input.shape)) return fail(`gradient of ${name} has shape [${got.shape}]`);
  }
  const terms = names.flatMap((name, index) => products(gradients[index] as HostTensor, along[name] as Float64Array));
  const outputSize = sizeOfOutputs(lawOf(record, inputs, attributes), weights);
  return compare('gradient', terms, numeric, outputSize, roundoff(outputSize, 1));
}

function judgeSecond(record: OpRecord, { inputs, attributes }: OpCase): Verdict {
  const names = differentiableInputs(record, inputs);
  const weights = randomWeights(record, inputs, attributes, 1);
  const weightsAlong = randomWeights(record, inputs, attributes, 3);
  const first = randomDirection(inputs, names, 2);
  const second = randomDirection(inputs, names, 4);
  const alongFirst = (at: HostInputs, of: readonly Float64Array[]): number =>
    differentiate((moved) => projectLaw(record, moved, attributes, of), at, first);
  const numeric =
    differentiate((moved) => alongFirst(moved, weights), inputs, second) + alongFirst(inputs, weightsAlong);

  const outputs = lawOf(record, inputs, attributes);
  const fixed = toDeviceInputs(inputs);
  /** G(x, u) = <∇ₓ<f(x), u>, v> */
  const project = (...at: Tensor[]): Tensor => {
    const [xs, us] = [at.slice(0, names.length), at.slice(names.length)];
    const inner = grads((...moved: Tensor[]) =>
      connected(projectTensors(runOp(record, { ...fixed, ...named(names, moved) }, attributes), us), moved),
    )(xs);
    const directions = names.map((name) => toDevice(asTensor(inputs[name] as HostTensor, first[name] as Float64Array)));
    return connected(projectTensors(inner, directions), at);
  };
  const at = [
    ...names.map((name) => fixed[name] as Tensor),
    ...outputs.map((output, place) => toDevice(asTensor(output, weights[place] as Float64Array))),
  ];
  const gradients = grads(project)(at).map(toHost);
  const terms = [
    ...names.flatMap((name, index) => products(gradients[index] as HostTensor, second[name] as Float64Array)),
    ...weightsAlong.flatMap((along, place) => products(gradients[names.length + place] as HostTensor, along)),
  ];
  const innerGradients = gradientsOf(record, inputs, attributes, names, weights);
  const size = Math.hypot(
    ...names.flatMap((name, index) => products(innerGradients[index] as HostTensor, first[name] as Float64Array)),
  );
  return compare('second derivative', terms, numeric, size, roundoff(sizeOfOutputs(outputs, weights), 2));
}

function judgeZero(record: OpRecord, { inputs, attributes }: OpCase): Verdict {
  const names = differentiableInputs(record, inputs);
  const gradients = gradientsOf(record, inputs, attributes, names, randomWeights(record, inputs, attributes, 1));
  const isZero = gradients.every(({ values }) => values.every((value) => value === 0));
  return isZero ? { worst: 0 } : fail('the gradient of a step function is not zero');
}

function judgeRefusal(record: OpRecord, { inputs, attributes }: OpCase): Verdict {
  const names = differentiableInputs(record, inputs);
  try {
    gradientsOf(record, inputs, attributes, names, randomWeights(record, inputs, attributes, 1));
  } catch (error) {
    const isNamed = error instanceof UnsupportedError && error.message.includes(record.name);
    return isNamed ? { worst: 0 } : fail(`refused without its name: ${String(error)}`);
  }
  return fail('a gradient came where none is defined');
}

/** ∇ₓ<f(x), u> by the tape. */
function gradientsOf(
  record: OpRecord,
  inputs: HostInputs,
  attributes: object,
  names: readonly string[],
  weights: readonly Float64Array[],
): HostTensor[] {
  const gradients = tidy(() => {
    const fixed = toDeviceInputs(inputs);
    const us = lawOf(record, inputs, attributes).map((output, place) =>
      toDevice(asTensor(output, weights[place] as Float64Array)),
    );
    const lossOf = (...at: Tensor[]): Tensor =>
      connected(projectTensors(runOp(record, { ...fixed, ...named(names, at) }, attributes), us), at);
    return grads(lossOf)(names.map((name) => fixed[name] as Tensor));
  });
  return gradients.map(toHost);
}

/** Σ <tensor, weights>, float outputs only; complex numbers as pairs of real ones. */
function projectTensors(tensors: readonly Tensor[], weights: readonly Tensor[]): Tensor {
  return tensors.reduce((total, tensor, place) => {
    const weight = weights[place] as Tensor;
    if (tensor.dtype === 'complex64') {
      return add(total, add(sum(mul(real(tensor), real(weight))), sum(mul(imag(tensor), imag(weight)))));
    }
    return tensor.dtype === 'float32' ? add(total, sum(mul(tensor, weight))) : total;
  }, scalar(0) as Tensor);
}

/** Adds nothing, by a path through every input: the tape wants one, and a constant or linear f has none. */
function connected(total: Tensor, inputs: readonly Tensor[]): Tensor {
  return inputs.reduce((sumSoFar, input) => {
    const part = input.dtype === 'complex64' ? add(real(input), imag(input)) : input;
    return add(sumSoFar, mul(sum(part), 0));
  }, total);
}

function differentiableInputs({ gradient }: OpRecord, inputs: HostInputs): string[] {
  return gradient.kind === 'none' ? [] : expandNames(gradient.inputs, inputs);
}

/** `'*'` names every input; a name that a case leaves out, as optional inputs may be, is passed over. */
function expandNames(names: readonly string[], inputs: HostInputs): string[] {
  return names.includes('*') ? Object.keys(inputs) : names.filter((name) => name in inputs);
}

/** ±1 for each element of the inputs named. */
function randomDirection(inputs: HostInputs, names: readonly string[], seed: number): Direction {
  return Object.fromEntries(
    names.map((name, index) => {
      const { values } = inputs[name] as HostTensor;
      return [name, randomNumbers(values.length, seed + 10 * index).map((value) => (value < 0 ? -1 : 1))];
    }),
  );
}

/** A number in [-1, 1) for each element of each output; zeros for those that are infinite or no real numbers. */
function randomWeights(record: OpRecord, inputs: HostInputs, attributes: object, seed: number): Float64Array[] {
  return lawOf(record, inputs, attributes).map(({ values, dtype }, place) => {
    const numbers = randomNumbers(values.length, seed + 10 * place);
    const isReal = dtype === 'float32' || dtype === 'complex64';
    return numbers.map((number, index) => (isReal && Number.isFinite(values[index]) ? number : 0));
  });
}

function randomNumbers(count: number, seed: number): Float64Array {
  const bits = new Int32Array(count);
  fillRandomBits(keyData(seed), bits, { bits: 16, domain: 0 });
  return Float64Array.from(bits, (word) => word / 2 ** 15 - 1);
}

function asTensor({ shape, dtype }: HostTensor, values: Float64Array): HostTensor {
  return { shape, dtype: dtype === 'complex64' ? dtype : 'float32', values };
}

function named(names: readonly string[], tensors: readonly Tensor[]): { [name: string]: Tensor } {
  return Object.fromEntries(names.map((name, index) => [name, tensors[index] as Tensor]));
}

/** √Σ (y u)², of the elements y of the outputs and their weights u. */
function sizeOfOutputs(outputs: readonly HostTensor[], weights: readonly Float64Array[]): number {
  return Math.hypot(...outputs.flatMap((output, place) => products(output, weights[place] as Float64Array)));
}

function products({ values }: HostTensor, weights: Float64Array): number[] {
  return Array.from(weights, (weight, index) => (weight === 0 ? 0 : (values[index] as number) * weight));
}

function compare(what: string, terms: readonly number[], numeric: number, size: number, noise: number): Verdict {
  const analytic = dot(
    terms,
    terms.map(() => 1),
  );
  const scale = terms.reduce((total, term) => total + Math.abs(term), size + smallest);
  const error = Math.abs(analytic - numeric);
  const worst = error === 0 ? 0 : error / (tolerance * scale + noise);
  if (worst <= 1) return { worst };
  return { worst, failure: `${what} along a direction: the tape has ${analytic}, finite differences ${numeric}` };
}

function fail(failure: string): Verdict {
  return { worst: Number.POSITIVE_INFINITY, failure };
}
