import { useBackend } from '@isograd/core';
import { expect, it } from 'vitest';
import { wasm } from './wasm.js';

it('leaves the process with the listeners that it had', async () => {
  const listeners = () => [process.listeners('uncaughtException'), process.listeners('unhandledRejection')];
  const before = listeners();
  expect((await useBackend(wasm())).name).toBe('wasm');
  expect(listeners()).toEqual(before);
});
