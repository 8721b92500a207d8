/** Reference results of PyTorch, scikit-learn (fixtures/SCHEMA.md), Keras and Optax, in Node and in a browser. */
import { readFixtureFile } from '#platform';
import { type CaseOrigin, type DecodedTensor, decodeTensors, type FixtureReference } from './decoded-tensor.js';

/** The fixture files of PyTorch and scikit-learn. */
export type TorchCategory =
  | 'layers'
  | 'losses'
  | 'metrics'
  | 'optimizers'
  | 'schedules'
  | 'second_order'
  | 'trajectories';

/** The fixture files of fixtures/torch-more, of a later PyTorch. */
export type TorchMoreCategory = 'optimizers' | 'schedules';

/** The fixture files of Keras. */
export type KerasCategory =
  | 'layers'
  | 'losses'
  | 'metrics'
  | 'initializers'
  | 'regularizers'
  | 'constraints'
  | 'callbacks'
  | 'optimizers'
  | 'schedules';

/** The fixture files of Optax. */
export type OptaxCategory = 'optimizers' | 'transformations' | 'schedules';

/** Tensors by name. */
export type NamedTensors = { readonly [name: string]: DecodedTensor };

/** Strings in the shape of a tensor. */
export type NestedStrings = string | readonly NestedStrings[];

/** One case. A section that its category does not have is empty. */
export interface FixtureCase<Config extends object = Record<string, unknown>> {
  readonly name: string;
  readonly op: string;
  readonly config: Config;
  readonly inputs: NamedTensors;
  readonly weights: NamedTensors;
  readonly upstream: NamedTensors;
  readonly outputs: NamedTensors;
  readonly grads: NamedTensors;
  readonly notes?: string;
  /** Optimizers: whose formula it is, and the number of steps. */
  readonly convention?: string;
  readonly steps?: number;
  /** Schedules: the rate of each step. */
  readonly lr?: readonly number[];
  /** Metrics of scikit-learn: the value of each; `confusion` is a matrix. */
  readonly expected?: { readonly [metric: string]: number | readonly (readonly number[])[] };
  /** Layers of text: inputs and outputs that are strings. */
  readonly strings?: { readonly [name: string]: NestedStrings };
  /** Callbacks: what a run was told, and what it did. */
  readonly run?: CallbackRun;
}

/** A run of `fit` with one callback, in which the weight of epoch `e` (from 0) is `e + 1`. */
export interface CallbackRun {
  /** The logs of each epoch, by name; null is NaN. */
  readonly logs: { readonly [metric: string]: readonly (number | null)[] };
  readonly initialLearningRate: number;
  /** The learning rate at the end of each epoch that ran: their number says when the run stopped. */
  readonly learningRates: readonly number[];
  /** The weight when the run was over, which says whose epoch's weights were restored. */
  readonly finalWeight: number;
  /** EarlyStopping: its own fields; `stoppedEpoch` is 0 where it did not stop, `best` null where it is NaN. */
  readonly stoppedEpoch?: number;
  readonly bestEpoch?: number;
  readonly best?: number | null;
}

/** A fixture file. */
export interface FixtureFile<Config extends object = Record<string, unknown>> {
  readonly cases: readonly FixtureCase<Config>[];
  /** Optimizers: the regression problem that every case solves. */
  readonly problem?: { readonly loss: string; readonly inputs: NamedTensors };
}

const files = new Map<string, Promise<FixtureFile>>();

/**
 * Loads a fixture file and decodes every tensor in it. A file is read once.
 *
 * @param category - Which file.
 * @param reference - Whose results. Default: `torch`.
 * @returns Its cases; `Config` is what the caller knows about their `config`.
 */
export function loadFixtures<Config extends object = Record<string, unknown>>(
  category: TorchCategory,
  reference?: 'torch',
): Promise<FixtureFile<Config>>;
export function loadFixtures<Config extends object = Record<string, unknown>>(
  category: TorchMoreCategory,
  reference: 'torch-more',
): Promise<FixtureFile<Config>>;
export function loadFixtures<Config extends object = Record<string, unknown>>(
  category: KerasCategory,
  reference: 'keras',
): Promise<FixtureFile<Config>>;
export function loadFixtures<Config extends object = Record<string, unknown>>(
  category: OptaxCategory,
  reference: 'optax',
): Promise<FixtureFile<Config>>;
export function loadFixtures(
  category: TorchCategory | TorchMoreCategory | KerasCategory | OptaxCategory,
  reference: FixtureReference = 'torch',
): Promise<FixtureFile> {
  const key = `${reference}/${category}`;
  let file = files.get(key);
  if (file === undefined) {
    file = readFixtures(category, reference);
    files.set(key, file);
  }
  return file;
}

async function readFixtures(category: string, reference: FixtureReference): Promise<FixtureFile> {
  const file = decodeTensors(await readFixtureJson(reference, category)) as FixtureFile;
  const empty = { config: {}, inputs: {}, weights: {}, upstream: {}, outputs: {}, grads: {} };
  const cases = file.cases.map((sections): FixtureCase => {
    const fixture: FixtureCase = { ...empty, ...sections };
    const origin: CaseOrigin = { reference, op: fixture.op, caseName: fixture.name };
    return { ...fixture, outputs: withOrigin(fixture.outputs, origin), grads: withOrigin(fixture.grads, origin) };
  });
  return { ...file, cases };
}

/** Expected tensors, each with the case that it belongs to. */
function withOrigin(expected: NamedTensors, origin: CaseOrigin): NamedTensors {
  return Object.fromEntries(Object.entries(expected).map(([name, tensor]) => [name, { ...tensor, origin }]));
}

/** What a fixture file holds, its tensors still encoded. */
export async function readFixtureJson(folder: FixtureReference, name: string): Promise<unknown> {
  return JSON.parse(await inflate(await readFixtureFile(folder, name)));
}

/** The text of a gzip file, or of one that the server has decompressed already. */
function inflate(bytes: Uint8Array): Promise<string> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = new Blob([Uint8Array.from(bytes)]).stream();
  return new Response(isGzip ? plain.pipeThrough(new DecompressionStream('gzip')) : plain).text();
}
