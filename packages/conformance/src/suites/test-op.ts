/** Everything that one record asks of the active backend. */
import type { OpRecord } from '../ops/op-record.js';
import type { Report, SuiteOptions } from './suite-report.js';
import { testForward } from './test-forward.js';
import { testGradient, testSecondOrder } from './test-gradient.js';

/** What the suites found of one record; a suite that its gradient makes pointless is left out. */
export interface OpReport {
  readonly forward: Report;
  readonly gradient?: Report;
  readonly secondOrder?: Report;
}

/**
 * Runs every suite that a record asks for on the active backend.
 *
 * @param record - What to try.
 * @param options - How much.
 */
export function testOp(record: OpRecord, options: SuiteOptions = {}): OpReport {
  const forward = testForward(record, options);
  switch (record.gradient.kind) {
    case 'none':
      return { forward };
    case 'smooth':
      return { forward, gradient: testGradient(record, options), secondOrder: testSecondOrder(record, options) };
    default:
      return { forward, gradient: testGradient(record, options) };
  }
}
