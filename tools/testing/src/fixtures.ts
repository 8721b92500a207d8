/** Reference results of PyTorch and scikit-learn (fixtures/SCHEMA.md), loaded in Node and in a browser alike. */
import { readFixtureFile } from '#platform';
import { type CaseOrigin, type DecodedTensor, decodeTensors } from './decoded-tensor.js';

/** The fixture files. */
export type FixtureCategory =
  | 'layers'
  | 'losses'
  | 'metrics'
  | 'optimizers'
  | 'schedules'
  | 'second_order'
  | 'trajectories';

/** Tensors by name. */
export type NamedTensors = { readonly [name: string]: DecodedTensor };

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
  /** Metrics: the value of each; `confusion` is a matrix. */
  readonly expected?: { readonly [metric: string]: number | readonly (readonly number[])[] };
}

/** A fixture file. */
export interface FixtureFile<Config extends object = Record<string, unknown>> {
  readonly cases: readonly FixtureCase<Config>[];
  /** Optimizers: the regression problem that every case solves. */
  readonly problem?: { readonly loss: string; readonly inputs: NamedTensors };
}

const files = new Map<FixtureCategory, Promise<FixtureFile>>();

/**
 * Loads a fixture file and decodes every tensor in it. A file is read once.
 *
 * @param category - Which file.
 * @returns Its cases; `Config` is what the caller knows about their `config`.
 */
export function loadFixtures<Config extends object = Record<string, unknown>>(
  category: FixtureCategory,
): Promise<FixtureFile<Config>> {
  let file = files.get(category);
  if (file === undefined) {
    file = readFixtures(category);
    files.set(category, file);
  }
  return file as Promise<FixtureFile<Config>>;
}

async function readFixtures(category: FixtureCategory): Promise<FixtureFile> {
  const text = await inflate(await readFixtureFile(category));
  const file = decodeTensors(JSON.parse(text)) as FixtureFile;
  const empty = { config: {}, inputs: {}, weights: {}, upstream: {}, outputs: {}, grads: {} };
  const cases = file.cases.map((sections): FixtureCase => {
    const fixture: FixtureCase = { ...empty, ...sections };
    const origin: CaseOrigin = { op: fixture.op, caseName: fixture.name };
    return { ...fixture, outputs: withOrigin(fixture.outputs, origin), grads: withOrigin(fixture.grads, origin) };
  });
  return { ...file, cases };
}

/** Expected tensors, each with the case that it belongs to. */
function withOrigin(expected: NamedTensors, origin: CaseOrigin): NamedTensors {
  return Object.fromEntries(Object.entries(expected).map(([name, tensor]) => [name, { ...tensor, origin }]));
}

/** The text of a gzip file, or of one that the server has decompressed already. */
function inflate(bytes: Uint8Array): Promise<string> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = new Blob([Uint8Array.from(bytes)]).stream();
  return new Response(isGzip ? plain.pipeThrough(new DecompressionStream('gzip')) : plain).text();
}
