/** One layer of a case, built and fed: what every check of the layer suite works with. */
import { type HostKey, keyData } from '@isograd/core';
import { engine, tensor, type Tensor, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import type { CaseInput, LayerCase, TestedContext, TestedLayer, TestedWeight } from './layer-case.js';

/** Outputs of a run: the tensors' shapes and values, and the mask of the first. */
export interface RunOutputs {
  readonly shapes: readonly (readonly number[])[];
  readonly values: readonly Float64Array[];
  readonly maskShape: readonly number[] | undefined;
}

/** The key that layers are built with. */
const firstKey: HostKey = keyData(1);

/** Another one. */
export const otherKey: HostKey = keyData(2);

/** Shapes with the batch axis unknown, as a model knows them. */
export function symbolicShapes(inputs: LayerCase['inputs']): [PartialShape, ...PartialShape[]] {
  const [first, ...rest] = inputs.map(({ shape }): PartialShape => [null, ...shape.slice(1)]);
  return [first as PartialShape, ...rest];
}

type PartialShape = readonly (number | null)[];

/** A list from one value or several. */
function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** A built layer with inputs and a snapshot of its first weights; disposes all of it. */
export class LayerTrial {
  readonly layer: TestedLayer;
  /** The inputs; those of float32 are variables, so that they can be differentiated and moved. */
  readonly inputs: readonly [Variable, ...Variable[]];
  readonly #firstWeights: readonly Tensor[];

  /**
   * @param layer - Not built yet.
   * @param layerCase - What it is fed.
   * @param key - Source of its randomness.
   */
  constructor(layer: TestedLayer, layerCase: LayerCase, key: HostKey = firstKey) {
    this.layer = layer;
    layer.ensureBuilt(symbolicShapes(layerCase.inputs), { path: 'layer', key });
    const [first, ...rest] = layerCase.inputs.map((input, index) => tidy(() => variable(inputTensor(input, index))));
    this.inputs = [first as Variable, ...rest];
    this.#firstWeights = layer.weights.map((weight) => weight.variable.clone());
  }

  /** The weights that gradients are taken of, and the float32 inputs, by name. */
  get differentiable(): readonly (readonly [name: string, variable: Variable])[] {
    const inputs = this.inputs.map((input, index) => [`input ${index}`, input] as const);
    const weights = this.layer.trainableWeights.map(({ name, variable: value }) => [name, value] as const);
    return [...inputs.filter(([, { dtype }]) => dtype === 'float32'), ...weights];
  }

  /** Gives all weights the values that they were built with: statistics, states and random keys included. */
  restore(): void {
    this.layer.weights.forEach((weight, index) => weight.variable.assign(this.#firstWeights[index] as Tensor));
  }

  /** The same for weights that do not train: what a run has changed. */
  restoreState(): void {
    const trained = new Set(this.layer.trainableWeights);
    this.layer.weights.forEach((weight, index) => {
      if (!trained.has(weight)) weight.variable.assign(this.#firstWeights[index] as Tensor);
    });
  }

  /** The output tensors; for use in a scope. */
  outputs(training: boolean, context: Partial<TestedContext> = {}): readonly Tensor[] {
    const losses: Tensor[] = [];
    const outputs = listOf(this.layer.run(this.inputs, { training, masks: new WeakMap(), losses, ...context }));
    for (const loss of losses) loss.dispose();
    return outputs;
  }

  /** Runs from the weights as they are. */
  run(training: boolean, mask?: Tensor): RunOutputs {
    engine().startScope();
    try {
      const masks = new WeakMap<Tensor, Tensor>();
      if (mask !== undefined) masks.set(this.inputs[0], mask);
      const outputs = this.outputs(training, { masks });
      return {
        shapes: outputs.map(({ shape }) => shape),
        values: outputs.map((output) => Float64Array.from(output.dataSync())),
        maskShape: masks.get(outputs[0] as Tensor)?.shape,
      };
    } finally {
      engine().endScope();
    }
  }

  /** Values of all weights. */
  weightValues(): Float64Array[] {
    return this.layer.weights.map((weight: TestedWeight) => Float64Array.from(weight.variable.dataSync()));
  }

  dispose(): void {
    for (const tensorOfTrial of [...this.inputs, ...this.#firstWeights]) tensorOfTrial.dispose();
    this.layer.dispose();
  }
}

/**
 * The values of an input. float32: a shuffled grid over ±1, shifted so that none is 0: neighbours are 2 / size apart,
 * which keeps maxima and kinks at 0 from the steps of finite differences.
 */
function inputTensor({ shape, dtype = 'float32', below = 4 }: CaseInput, seed: number): Tensor {
  const size = shape.reduce((product, axis) => product * axis, 1);
  const order = shuffledIndices(size, seed);
  const values = order.map((place) => (dtype === 'float32' ? (2 * (place + 0.3)) / size - 1 : place % below));
  const typed =
    dtype === 'float32'
      ? Float32Array.from(values)
      : dtype === 'int32'
        ? Int32Array.from(values)
        : Uint8Array.from(values);
  return tensor(typed, [...shape], dtype);
}

/** The numbers from 0 to `size`, in an order that the seed fixes (Fisher and Yates, with a linear congruence). */
function shuffledIndices(size: number, seed: number): number[] {
  const order = Array.from({ length: size }, (_, index) => index);
  let state = seed + 12345;
  for (let last = size - 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}
