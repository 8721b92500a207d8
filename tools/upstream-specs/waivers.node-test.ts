import { expect, it } from 'vitest';
import { applyWaivers } from './waivers.mjs';

const failures = [{ name: 'cast wasm {} string[] to float' }, { name: 'relu wasm {} gradient' }];

it('waives what a pattern names, with its reason', () => {
  expect(applyWaivers(failures, { 'cast wasm {} string[]*': 'strings' })).toEqual({
    failed: [{ name: 'relu wasm {} gradient' }],
    waived: [{ name: 'cast wasm {} string[] to float', reason: 'strings' }],
    problems: [],
  });
});

it('takes everything but * literally, and the whole name', () => {
  for (const pattern of ['cast', 'gradient', 'relu wasm .. gradient', 'RELU*']) {
    const { failed, problems } = applyWaivers(failures, { [pattern]: 'strings' });
    expect(failed, pattern).toEqual(failures);
    expect(problems, pattern).toEqual([expect.stringContaining('does not fail')]);
  }
});

it('refuses other reasons', () => {
  const reasons = { slow: 1, '': 1, 'asserts a defect of upstream: ': 1, 'asserts a defect of upstream: sums NaN': 0 };
  for (const [reason, problems] of Object.entries(reasons)) {
    expect(applyWaivers(failures, { '*': reason }).problems, reason).toHaveLength(problems);
  }
});
