/** The mistakes that are made most end in an error that says where, what came, what was expected and how to mend it. */
import { IsogradError } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { disposeVariables } from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { mistakes } from './testing/mistakes/mistakes.js';

it('names each mistake once, and enough of them', () => {
  expect(new Set(mistakes.map(({ name }) => name)).size).toBe(mistakes.length);
  expect(mistakes.length).toBeGreaterThanOrEqual(60);
});

describeBackends('mistakes', () => {
  // Models that end in an error are not disposed; before a program is captured, their weights are all that they keep.
  afterEach(() => disposeVariables());

  it.each(mistakes)('$name', async ({ make, message }) => {
    const error = await Promise.resolve()
      .then(make)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(error).toBeInstanceOf(IsogradError);
    expect((error as IsogradError).message).toBe(message);
  });
});
