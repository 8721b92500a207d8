/** The forward suite: an op on the active backend against its law. */
import { getActiveBackend } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { OpCase, OpRecord } from '../ops/op-record.js';
import { modulus } from '../oracle/complex.js';
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';
import { type Budget, judge, withoutSubnormal } from './judge.js';
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
  const onDevice = toDeviceInputs(inputs);
  const before = Object.values(onDevice).map(toHost);
  const outputs = runOp(record, onDevice, attributes);
  const got = outputs.map(toHost);
  const overwritten = Object.entries(onDevice).find(([, input], place) => !holds(input, before[place]));
  if (overwritten !== undefined) return { worst: Infinity, failure: `input ${overwritten[0]} was overwritten` };
  const [returned] = Object.entries(onDevice).find(([, input]) => outputs.includes(input)) ?? [];
  if (returned !== undefined) return { worst: Infinity, failure: `returned its input ${returned} itself` };
  if (got.length !== expected.length) {
    return { worst: Infinity, failure: `received ${got.length} outputs; expected ${expected.length}` };
  }
  const { flushesSubnormals = false } = getActiveBackend().capabilities;
  const flushed = flushesSubnormals ? lawOf(record, withoutSubnormals(inputs), attributes) : [];
  let worst = 0;
  for (const [place, output] of got.entries()) {
    const own = budgetOf(record, inputs, attributes, expected, place);
    const alike = flushed[place]; // for some inputs the outputs are shorter
    const isComparable = alike !== undefined && alike.values.length === output.values.length;
    const budget = isComparable ? { ...own, mayFlush: true, flushed: alike } : own;
    const verdict = judge(output, expected[place] as HostTensor, budget);
    if (verdict.failure !== undefined) return verdict;
    worst = Math.max(worst, verdict.worst);
  }
  return { worst };
}

/** Whether a tensor has the elements that it had. */
function holds(tensor: Tensor, before: HostTensor | undefined): boolean {
  return toHost(tensor).values.every((value, position) => Object.is(value, before?.values[position]));
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
  return withFloats(inputs, Math.abs);
}

/** Zeros of their sign for subnormal inputs. */
function withoutSubnormals(inputs: HostInputs): HostInputs {
  return withFloats(inputs, withoutSubnormal);
}

function withFloats(inputs: HostInputs, change: (value: number) => number): HostInputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      input.dtype === 'float32' ? { ...input, values: input.values.map(change) } : input,
    ]),
  );
}
