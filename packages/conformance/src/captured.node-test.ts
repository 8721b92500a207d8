/** Every record once more, captured and compiled: a program obeys the laws that its kernels obey. */
import { jit } from '@isograd/jit';
import { compilingBackends, describeBackends } from '@isograd/testing';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { opDatabase, type OpRecord, testForward } from './index.js';
import { runOp } from './suites/transfer.js';

/** A record whose op is captured, and run twice. */
function captured(record: OpRecord): OpRecord {
  return {
    ...record,
    run: (inputs, attributes) => {
      const names = Object.keys(inputs);
      const op = jit(
        (...tensors: Tensor[]) =>
          runOp(record, Object.fromEntries(names.map((name, place) => [name, tensors[place] as Tensor])), attributes),
        { name: record.name },
      );
      try {
        const tensors = Object.values(inputs);
        for (const output of op(...tensors)) output.dispose();
        return [...op(...tensors)];
      } finally {
        op.dispose();
      }
    },
  };
}

/** What cannot be captured: it reads on the host. */
const unfit: readonly string[] = [];

describeBackends('captured ops', (name) => {
  const isCompiled = compilingBackends.includes(name);
  for (const record of isCompiled ? opDatabase : []) {
    it.skipIf(unfit.includes(record.name))(`${record.name} obeys its law`, () => {
      expect(testForward(captured(record), { runs: 6 }).failures.join('\n')).toBe('');
    });
  }
  // A suite without a test is an error, so that of a backend that replays the same kernels has this one, skipped.
  it.skipIf(!isCompiled)('compiles', () => expect(isCompiled).toBe(true));
});
