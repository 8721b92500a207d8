/**
 * Everything that a layer promises, asked of one case on the active backend: what it says of itself is what it does,
 * it can be written down and made again, its gradients are right, and it leaves nothing behind.
 */
import { type HostKey, IsogradError, setLogger, shapesMatch } from '@isograd/core';
import { engine, memory, tensor, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { errorOf, garbage } from './hostile-values.js';
import type { LayerCase, TestedLayer } from './layer-case.js';
import { checkLayerGradient, checkTrainingStep } from './layer-gradient.js';
import { LayerTrial, otherKey, type RunOutputs, symbolicShapes } from './layer-trial.js';
import { isSame } from './plain-json.js';

/** What the suite needs of the package whose layers it tests. */
export interface LayerImplementation {
  /** Makes a layer of what `getConfig` returned, as plain JSON. */
  read(serialized: { readonly className: string; readonly config: Readonly<Record<string, unknown>> }): TestedLayer;
  /** Captures a function of no arguments, runs it once as a program, and frees the program; the results are the caller's. */
  runCaptured(fn: () => readonly Tensor[]): readonly Tensor[];
}

/** What the suite found of one case. */
export interface LayerReport {
  readonly name: string;
  /** Names of the checks that were made. */
  readonly checks: readonly string[];
  /** Worst ratio of an error to its tolerance in the gradients; at most 1 when nothing failed. */
  readonly worst: number;
  /** Each failure in words. */
  readonly failures: readonly string[];
}

/** Largest difference of a program from the same kernels one by one, over the largest output: sums in another order. */
const programTolerance = 2 ** -17;

/** One promise. */
interface Check {
  readonly name: string;
  run(layerCase: LayerCase, implementation: LayerImplementation): Iterable<string>;
}

const checks: readonly Check[] = [
  { name: 'config', run: checkConfig },
  { name: 'hostile configs', run: checkHostileConfigs },
  { name: 'shapes', run: checkShapes },
  { name: 'other shapes', run: checkOtherShapes },
  { name: 'weights', run: checkWeights },
  { name: 'masks', run: checkMasks },
  { name: 'modes', run: checkModes },
  { name: 'determinism', run: checkDeterminism },
  { name: 'program', run: checkProgram },
  { name: 'training step', run: checkStep },
];

/**
 * Holds a layer to the contract.
 *
 * @param layerCase - The layer, and what is known of it beforehand.
 * @param implementation - The package that it comes from.
 */
export function testLayer(layerCase: LayerCase, implementation: LayerImplementation): LayerReport {
  const logger = setLogger(() => {});
  const failures: string[] = [];
  const tensors = memory().numTensors;
  let worst = 0;
  const attempt = (name: string, fn: () => Iterable<string>): void => {
    engine().startScope();
    try {
      for (const failure of fn()) failures.push(`${name}: ${failure}`);
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    } finally {
      engine().endScope();
    }
  };
  for (const { name, run } of checks) attempt(name, () => run(layerCase, implementation));
  attempt('gradients', () => {
    const found = gradientsOf(layerCase);
    worst = found.worst;
    return found.failures;
  });
  const left = memory().numTensors - tensors;
  if (left !== 0) failures.push(`memory: ${left} tensors were left behind`);
  setLogger(logger);
  return { name: layerCase.name, checks: [...checks.map(({ name }) => name), 'gradients', 'memory'], worst, failures };
}

/** Runs `fn` with a built layer and frees it. */
function withTrial<T>(layerCase: LayerCase, fn: (trial: LayerTrial) => T, layer: TestedLayer = layerCase.make()): T {
  const trial = new LayerTrial(layer, layerCase);
  try {
    return fn(trial);
  } finally {
    trial.dispose();
  }
}

function gradientsOf(layerCase: LayerCase): { worst: number; failures: readonly string[] } {
  const modes = { smooth: [false, true], inference: [false], none: [] }[layerCase.gradient ?? 'smooth'];
  const found = modes.map((training) => withTrial(layerCase, (trial) => checkLayerGradient(trial, training)));
  return {
    worst: Math.max(0, ...found.map(({ worst }) => worst)),
    failures: found.flatMap(({ failures }) => failures),
  };
}

/** A layer made of its own config has the same config, and with the same weights computes the same. */
function* checkConfig(layerCase: LayerCase, { read }: LayerImplementation): Generator<string> {
  if (layerCase.isSerializable === false) return;
  const layer = layerCase.make();
  const written = { className: layer.className, config: layer.getConfig() };
  const parsed = JSON.parse(JSON.stringify(written)) as typeof written;
  if (!isSame(parsed, written)) yield `the config is not plain JSON: ${JSON.stringify(written)}`;
  const again = read(parsed);
  if (!isSame(again.getConfig(), written.config)) {
    yield `read back the config is ${JSON.stringify(again.getConfig())}; expected ${JSON.stringify(written.config)}`;
  }
  const expected = withTrial(layerCase, (trial) => trial.run(false), layer);
  const got = withTrial(layerCase, (trial) => trial.run(false), again);
  if (!sameOutputs(got, expected)) yield 'a layer made of the config computes something else';
}

/** Whatever stands in a config, reading it either works or ends in a typed error. */
function* checkHostileConfigs(layerCase: LayerCase, { read }: LayerImplementation): Generator<string> {
  if (layerCase.isSerializable === false) return;
  const layer = layerCase.make();
  const { className } = layer;
  const config = JSON.parse(JSON.stringify(layer.getConfig())) as Record<string, unknown>;
  for (const option of Object.keys(config)) {
    for (const value of garbage) {
      const error = errorOf(() => {
        const read1 = read({ className, config: { ...config, [option]: value } });
        read1.computeOutputShape(symbolicShapes(layerCase.inputs));
        read1.getConfig();
      });
      if (error !== undefined && !(error instanceof IsogradError)) {
        yield `option ${option} = ${JSON.stringify(value)} ends in ${String(error)}`;
      }
    }
  }
  const missing = errorOf(() => read({ className, config: {} }).computeOutputShape(symbolicShapes(layerCase.inputs)));
  if (missing !== undefined && !(missing instanceof IsogradError)) yield `an empty config ends in ${String(missing)}`;
}

/** What computeOutputShape says, before and after building, is what comes out. */
function* checkShapes(layerCase: LayerCase): Generator<string> {
  const layer = layerCase.make();
  const symbolic = symbolicShapes(layerCase.inputs);
  const before = shapeList(layer.computeOutputShape(symbolic));
  const { shapes } = withTrial(
    layerCase,
    (trial) => {
      const after = shapeList(layer.computeOutputShape(symbolic));
      if (!isSame(after, before)) throw new Error(`computeOutputShape says ${JSON.stringify(after)} after building`);
      return trial.run(false);
    },
    layer,
  );
  const fits =
    before.length === shapes.length && before.every((shape, place) => shapesMatch(shapes[place] as number[], shape));
  if (!fits) yield `computeOutputShape says ${JSON.stringify(before)}; ${JSON.stringify(shapes)} came out`;
}

/** Shapes that a layer may not take, of which none may end in anything but a shape or a typed error. */
function* checkOtherShapes(layerCase: LayerCase): Generator<string> {
  const single: readonly (readonly (number | null)[])[] = [
    [null],
    [null, null],
    [null, 1],
    [null, 3, 5],
    [null, null, 5],
    [null, 2, 3, 5],
    [null, null, null, null],
    [null, 2, 3, 4, 5],
    [null, 1, 1, 1, 1, 1, 1],
  ];
  const lists = [
    ...single.map((shape) => [shape]),
    ...single.map((shape) => [shape, shape]),
    [
      [null, 3],
      [null, 3, 5],
    ],
  ];
  const layer = layerCase.make();
  for (const shapes of lists) {
    const [first, ...rest] = shapes;
    const error = errorOf(() => layer.computeOutputShape([first as readonly (number | null)[], ...rest]));
    if (error !== undefined && !(error instanceof IsogradError)) {
      yield `computeOutputShape(${JSON.stringify(shapes)}) ends in ${String(error)}`;
    }
  }
  layer.dispose();
}

/** Names, shapes and kinds of the weights. */
function* checkWeights(layerCase: LayerCase): Generator<string> {
  const { weights = {}, notTrainable = [] } = layerCase;
  const [names, frozen] = withTrial(layerCase, ({ layer }) => {
    const trained = new Set(layer.trainableWeights);
    const relative = (path: string): string => path.slice('layer/'.length);
    return [
      layer.weights.map(({ path, shape }) => [relative(path), shape]),
      layer.weights.filter((weight) => !trained.has(weight)).map(({ path }) => relative(path)),
    ];
  });
  if (!isSame(names, Object.entries(weights))) {
    yield `weights are ${JSON.stringify(names)}; expected ${JSON.stringify(Object.entries(weights))}`;
  }
  if (!isSame(frozen, notTrainable)) {
    yield `not trainable are ${JSON.stringify(frozen)}; expected ${JSON.stringify(notTrainable)}`;
  }
}

/** What becomes of a mask. */
function* checkMasks(layerCase: LayerCase): Generator<string> {
  const { mask: expected = 'dropped', inputs } = layerCase;
  if (expected === 'none') return;
  const [batch = 0, time = 0] = inputs[0].shape;
  const got = withTrial(layerCase, (trial) => {
    const positions = Uint8Array.from({ length: batch * time }, (_, index) => (index % time < time - 1 ? 1 : 0));
    const mask = tidy(() => tensor(positions, [batch, time], 'bool'));
    const { maskShape } = trial.run(false, mask);
    mask.dispose();
    return maskShape;
  });
  const wanted = expected === 'kept' ? [batch, time] : undefined;
  if (!isSame(got ?? null, wanted ?? null)) {
    yield `the mask of the output is ${JSON.stringify(got)}; expected ${JSON.stringify(wanted)}`;
  }
}

/** Inference changes no weight and repeats itself; training does what the case says. */
function* checkModes(layerCase: LayerCase): Generator<string> {
  const { isRandom = false, trainingDiffers = isRandom } = layerCase;
  const found = withTrial(layerCase, (trial) => {
    const weights = trial.weightValues();
    const inference = trial.run(false);
    const repeated = trial.run(false);
    const isChanged = !isSame(trial.weightValues(), weights);
    trial.restore();
    const training = trial.run(true);
    const next = trial.run(true);
    return { inference, repeated, isChanged, training, next };
  });
  if (found.isChanged && layerCase.isStateful !== true) yield 'inference changes weights';
  if (!sameOutputs(found.inference, found.repeated) && layerCase.isStateful !== true)
    yield 'inference does not repeat itself';
  if (sameOutputs(found.training, found.inference) === trainingDiffers) {
    yield trainingDiffers ? 'training computes what inference does' : 'training computes something else than inference';
  }
  if (isRandom && sameOutputs(found.training, found.next)) yield 'two training steps draw the same';
}

/** The same key gives the same weights and draws; another one gives others, if there are any. */
function* checkDeterminism(layerCase: LayerCase): Generator<string> {
  const build = (key?: HostKey): { weights: Float64Array[]; outputs: RunOutputs } => {
    const trial = new LayerTrial(layerCase.make(), layerCase, key);
    try {
      return { weights: trial.weightValues(), outputs: trial.run(true) };
    } finally {
      trial.dispose();
    }
  };
  const [first, second, other] = [build(), build(), build(otherKey)];
  if (!isSame(first.weights, second.weights)) yield 'the same key gives other weights';
  if (!sameOutputs(first.outputs, second.outputs)) yield 'the same key gives another training step';
  if (layerCase.isRandom && layerCase.hasOwnSeed !== true && sameOutputs(first.outputs, other.outputs)) {
    yield 'another key gives the same draws';
  }
}

/** A step along the gradient does what the gradient says. */
function checkStep(layerCase: LayerCase): readonly string[] {
  if ((layerCase.gradient ?? 'smooth') !== 'smooth') return [];
  return withTrial(layerCase, checkTrainingStep);
}

/** A program computes what kernels compute, outputs and weights alike. */
function* checkProgram(layerCase: LayerCase, { runCaptured }: LayerImplementation): Generator<string> {
  for (const training of [false, true]) {
    yield* withTrial(layerCase, (trial) => {
      const eager = trial.run(training).values;
      const eagerWeights = trial.weightValues();
      trial.restore();
      const outputs = runCaptured(() => trial.outputs(training));
      const captured = outputs.map((output) => Float64Array.from(output.dataSync()));
      for (const output of outputs) output.dispose();
      const mode = training ? 'training' : 'inference';
      return [
        ...differences(captured, eager, `${mode}, output`),
        ...differences(trial.weightValues(), eagerWeights, `${mode}, weight`),
      ];
    });
  }
}

function* differences(
  got: readonly Float64Array[],
  expected: readonly Float64Array[],
  what: string,
): Generator<string> {
  for (const [place, values] of expected.entries()) {
    const size = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    const worst = values.reduce(
      (most, value, index) => Math.max(most, Math.abs((got[place]?.[index] ?? Number.NaN) - value)),
      0,
    );
    if (!(worst <= programTolerance * size + 2 ** -24))
      yield `${what} ${place} of the program differs by ${worst} of ${size}`;
  }
}

function sameOutputs(a: RunOutputs, b: RunOutputs): boolean {
  return isSame(a.shapes, b.shapes) && isSame(a.values, b.values);
}

function shapeList(shapes: ReturnType<TestedLayer['computeOutputShape']>): readonly (readonly (number | null)[])[] {
  return Array.isArray(shapes[0])
    ? (shapes as readonly (readonly (number | null)[])[])
    : [shapes as readonly (number | null)[]];
}
