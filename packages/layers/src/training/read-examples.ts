/** From data as users have them to examples that a model can compute with. */
import type { NdArray } from '@isograd/core';
import { classWeightWithOutputs } from './data-messages.js';
import { type ClassWeight, timesWeights, weighClasses } from './class-weights.js';
import { checkExamples, type Examples, type InputSpec, type OutputSpec } from './examples.js';
import type { ValidationData } from './fit-options.js';
import { readData } from './host-data.js';

/** What a model tells of the data that it takes. */
export interface ExpectedData {
  /** undefined while the model does not know its inputs. */
  readonly inputNames: readonly string[] | undefined;
  readonly classWeight: ClassWeight | undefined;
  /** Asked once the inputs are read, since the first ones decide what some models expect. */
  specsFor(x: readonly NdArray[]): { readonly inputs: readonly InputSpec[]; readonly targets: readonly OutputSpec[] };
}

/**
 * Reads inputs, targets and weights into host arrays and checks them.
 *
 * @param where - Who asks, for messages.
 * @throws {ValueError} DATA_KIND, INPUT_NAME, CLASS_WEIGHT_OUTPUTS @throws As `checkExamples` and `weighClasses`.
 */
export async function readExamples(where: string, data: ValidationData, expected: ExpectedData): Promise<Examples> {
  const x = await readData(where, 'x', data.x, expected.inputNames);
  const { inputs, targets } = expected.specsFor(x);
  const names = targets.map(({ name }) => name);
  const [y, sampleWeights] = await Promise.all([
    data.y === undefined ? [] : readData(where, 'y', data.y, names),
    data.sampleWeight === undefined ? [] : readData(where, 'sampleWeight', data.sampleWeight, names),
  ]);
  const examples = checkExamples(where, { x, y, sampleWeights }, inputs, targets);
  return expected.classWeight === undefined ? examples : weighExamples(where, examples, expected.classWeight);
}

function weighExamples(where: string, examples: Examples, classWeight: ClassWeight): Examples {
  const [yTrue] = examples.y;
  if (examples.y.length !== 1 || yTrue === undefined) throw classWeightWithOutputs(where, examples.y.length);
  const [weights] = examples.sampleWeights;
  return { ...examples, sampleWeights: [timesWeights(weighClasses(where, classWeight, yTrue), weights)] };
}
