/** Declares the tests of the op database: every record on the backends of this runtime that are judged. */
import { getActiveBackend } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { expect, it } from 'vitest';
import { type BackendResults, opDatabase, type OpReport, type SuiteOptions, testOp } from '../index.js';

/** Backends whose kernels have to obey the laws. */
const judged: readonly string[] = ['cpu', 'wasm', 'node'];

/**
 * Declares one test a record and backend.
 *
 * @param options - How much each tries.
 * @returns Filled by the tests: what they found, for tests that follow.
 */
export function declareOpTests(options: SuiteOptions): readonly BackendResults[] {
  const results: BackendResults[] = [];
  describeBackends('op database', (name) => {
    const isJudged = judged.includes(name);
    const reports = new Map<string, OpReport>();
    for (const record of isJudged ? opDatabase : []) {
      it(`${record.name} obeys its law`, () => {
        const report = testOp(record, options);
        reports.set(record.name, report);
        const { forward, gradient, secondOrder } = report;
        const failures = [forward, gradient, secondOrder].flatMap((suite) => suite?.failures ?? []);
        expect(failures.join('\n')).toBe('');
      });
    }
    // A suite without a test is an error, so that of a backend that is not judged has this one, skipped.
    it.skipIf(!isJudged)('has capabilities', () => {
      const { capabilities } = getActiveBackend();
      expect(capabilities.kernels.native.length).toBeGreaterThan(0);
      results.push({ name, capabilities, reports });
    });
  });
  return results;
}
