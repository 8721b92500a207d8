import { expect, it } from 'vitest';
import { loadKerasDefaults } from './index.js';

it('loads what the constructors of Keras take', async () => {
  const { keras, modules } = await loadKerasDefaults();
  expect(keras).toBe('3.15.1');
  const counts = Object.entries(modules).map(([name, classes]) => [name, Object.keys(classes).length]);
  expect(Object.fromEntries(counts)).toEqual({
    layers: 144,
    losses: 23,
    metrics: 46,
    initializers: 17,
    regularizers: 5,
    constraints: 5,
    callbacks: 16,
    optimizers: 18,
    schedules: 7,
    activations: 30,
  });
});

it('tells defaults from parameters that are required', async () => {
  const { modules } = await loadKerasDefaults();
  const dense = modules.layers['Dense'];
  expect(dense?.parameters.slice(0, 4)).toEqual([
    { name: 'units', required: true },
    { name: 'activation', default: null },
    { name: 'use_bias', default: true },
    { name: 'kernel_initializer', default: 'glorot_uniform' },
  ]);
  expect(dense?.acceptsBaseOptions).toBe(true);
  expect(modules.layers['AveragePooling2D']?.aliases).toEqual(['AvgPool2D']);
});
