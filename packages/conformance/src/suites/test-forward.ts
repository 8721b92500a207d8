/** The forward suite: an op on the active backend against its law. */
import type { OpCase, OpRecord } from '../ops/op-record.js';
import { modulus } from '../oracle/complex.js';
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';
import { type Budget, judge } from './judge.js';
import { type Report, type SuiteOptions, tryCases, type Verdict } from './suite-report.js';
import { lawOf, runOp, toDeviceInputs, toHost } from './transfer.js';

/**
 * Runs every case of a record, and random ones, on the active backend and compares the outputs with the law.
 *
 * @param record - What to try.
 * @param options - How much.
 * @example
 * import { useBackend } from '@isograd/core';
 * import { wasm } from '@isograd/backend-wasm';
 * import { opDatabase, testForward } from '@isograd/conformance';
 * await useBackend(wasm());
 * for (const record of opDatabase) {
 *   const { failures } = testForward(record, { runs: 1 });
 *   if (failures.length > 0) throw new Error(failures.join('\n'));
 * }
 */
export function testForward(record: OpRecord, options: SuiteOptions = {}): Report {
  const { cases } = record;
  return tryCases(record, cases, (opCase) => judgeOutputs(record, opCase), options);
}

function judgeOutputs(record: OpRecord, { inputs, attributes }: OpCase): Verdict {
  const expected = lawOf(record, inputs, attributes);
  const got = runOp(record, toDeviceInputs(inputs), attributes).map(toHost);
  if (got.length !== expected.length) {
    return { worst: Infinity, failure: `received ${got.length} outputs; expected ${expected.length}` };
  }
  let worst = 0;
  for (const [place, output] of got.entries()) {
    const verdict = judge(output, expected[place] as HostTensor, budgetOf(record, inputs, attributes, expected, place));
    if (verdict.failure !== undefined) return verdict;
    worst = Math.max(worst, verdict.worst);
  }
  return { worst };
}

function budgetOf(
  record: OpRecord,
  inputs: HostInputs,
  attributes: object,
  expected: readonly HostTensor[],
  place: number,
): Budget {
  const { accuracy } = record;
  const { mayFlush = false } = accuracy;
  const values = magnitudes(expected[place] as HostTensor);
  const ulps = accuracy.ulps(inputs, attributes);
  switch (accuracy.of) {
    case 'element':
      return { ulps, mayFlush, scale: values };
    case 'tensor':
      return { ulps, mayFlush, scale: values.map(() => largestMagnitude(values)) };
    case 'magnitude': {
      const bounds = accuracy.magnitude?.(inputs, attributes) ?? lawOf(record, withoutSigns(inputs), attributes)[place];
      return { ulps, mayFlush, scale: bounds?.values ?? values };
    }
    default:
      return accuracy.of satisfies never;
  }
}

/** |y| of each element; the modulus of a complex number, for both of its parts. */
function magnitudes(output: HostTensor): Float64Array {
  if (output.dtype !== 'complex64') return output.values.map(Math.abs);
  const { values } = modulus(output);
  return output.values.map((_, position) => values[Math.floor(position / 2)] as number);
}

function largestMagnitude(values: Float64Array): number {
  return values.reduce((largest, value) => (Number.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest), 0);
}

/** The absolute values of the float32 inputs; indices and the like stay. */
function withoutSigns(inputs: HostInputs): HostInputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      input.dtype === 'float32' ? { ...input, values: input.values.map(Math.abs) } : input,
    ]),
  );
}
