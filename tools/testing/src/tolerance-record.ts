/** What a test tells about its errors: vitest carries it from the test to the reporter, out of a browser too. */
import { engine } from '@tensorflow/tfjs-core';
import { TestRunner } from 'vitest';
import type { CaseOrigin } from './decoded-tensor.js';

/** The largest error of one comparison with a fixture, as a share of what is allowed. */
export interface ToleranceRecord extends CaseOrigin {
  /** The backend that computed it. */
  readonly backend: string;
  readonly ratio: number;
}

declare module 'vitest' {
  interface TaskMeta {
    toleranceRecords?: ToleranceRecord[];
  }
}

/** Attaches a comparison to the test that makes it. */
export function recordRatio(origin: CaseOrigin, ratio: number): void {
  const test = TestRunner.getCurrentTest();
  if (test === undefined) return;
  test.meta.toleranceRecords ??= [];
  test.meta.toleranceRecords.push({ ...origin, backend: engine().backendName, ratio });
}
