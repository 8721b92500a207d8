/** What a suite says of a record on a backend, and how it finds the cases that fail. */
import { describeTensor } from '@isograd/core';
import { engine } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { OpCase, OpRecord } from '../ops/op-record.js';

/** How much a suite tries. */
export interface SuiteOptions {
  /** Random cases of each record. Default: 12. */
  readonly runs?: number;
  /** Of the random cases. Default: 1. */
  readonly seed?: number;
}

/** What one suite found of one record. */
export interface Report {
  readonly name: string;
  /** Number of cases tried. */
  readonly cases: number;
  /** Worst ratio of an error to its budget; at most 1 when nothing failed. */
  readonly worst: number;
  /** Each failure in words: the case, the element, what came and what was expected. */
  readonly failures: readonly string[];
}

/** The verdict on one case: the worst ratio of error to budget, and what is wrong if anything is. */
export interface Verdict {
  readonly worst: number;
  readonly failure?: string;
}

/** Tries a record's cases, those by hand and those by chance, and reduces a random failure to a small one. */
export function tryCases(
  record: OpRecord,
  cases: readonly OpCase[],
  judge: (opCase: OpCase) => Verdict,
  options: SuiteOptions,
): Report {
  const { runs = 12, seed = 1 } = options;
  const failures: string[] = [];
  let worst = 0;
  const tryCase = (opCase: OpCase): Verdict => {
    const verdict = judgeSafely(judge, opCase);
    if (!(verdict.worst <= worst)) worst = verdict.worst;
    return verdict;
  };
  for (const opCase of cases) {
    const { failure } = tryCase(opCase);
    if (failure !== undefined) failures.push(describeFailure(record.name, opCase, failure));
  }
  const { random } = record;
  const holds = (opCase: OpCase): boolean => tryCase(opCase).failure === undefined;
  const { counterexample } = fc.check(fc.property(random, holds), { numRuns: runs, seed });
  if (counterexample !== null) {
    const [opCase] = counterexample;
    failures.push(describeFailure(record.name, opCase, judgeSafely(judge, opCase).failure ?? 'fails now and then'));
  }
  return { name: record.name, cases: cases.length + runs, worst, failures };
}

/** An error of the op is a failure of the case, not of the suite; no tensor survives it. */
function judgeSafely(judge: (opCase: OpCase) => Verdict, opCase: OpCase): Verdict {
  engine().startScope();
  try {
    return judge(opCase);
  } catch (error) {
    return { worst: Number.POSITIVE_INFINITY, failure: String(error) };
  } finally {
    engine().endScope();
  }
}

function describeFailure(name: string, { inputs, attributes, title }: OpCase, failure: string): string {
  const tensors = Object.entries(inputs).map(([input, tensor]) => {
    const values = tensor.values.length <= 8 ? ` (${Array.from(tensor.values).join(', ')})` : '';
    return `${input} ${describeTensor(tensor)}${values}`;
  });
  return [
    `${name}${title === undefined ? '' : `, ${title}`}: ${failure}`,
    `  inputs ${tensors.join(', ')}; attributes ${JSON.stringify(attributes)}`,
  ].join('\n');
}
