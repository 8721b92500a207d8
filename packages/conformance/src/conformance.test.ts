/** Every record of the op database on every backend of this runtime. */
import { describeBackends } from '@isograd/testing';
import { expect, it } from 'vitest';
import { opDatabase, testForward, testGradient, testSecondOrder } from './index.js';

describeBackends('op database', (backendName) => {
  if (backendName === 'webgl') return;
  for (const record of opDatabase) {
    it(`${record.name} computes its law`, () => {
      expect(testForward(record).failures.join('\n')).toBe('');
    });
    it.runIf(record.gradient.kind !== 'none')(`${record.name} has the gradient of its law`, () => {
      expect(testGradient(record).failures.join('\n')).toBe('');
    });
    it.runIf(record.gradient.kind === 'smooth')(`${record.name} has the second derivative of its law`, () => {
      expect(testSecondOrder(record).failures.join('\n')).toBe('');
    });
  }
});
