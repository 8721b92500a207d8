/** The options of every schedule that Keras has too: their names, and what they are when left out. */
import { camelCaseConfig, loadKerasDefaults } from '@isograd/testing';
import { expect, it } from 'vitest';
import { scheduleFromConfig } from './schedule-from-config.js';

const { modules } = await loadKerasDefaults();

/** Values for the options that have no default, by Keras's names. */
const required: Readonly<Record<string, unknown>> = {
  initial_learning_rate: 0.5,
  decay_steps: 10,
  first_decay_steps: 10,
  decay_rate: 0.25,
  boundaries: [3],
  values: [0.5, 0.25],
};

const schedules = Object.entries(modules.schedules).filter(([className]) => className !== 'LearningRateSchedule');

it('are those of six classes', () => {
  expect(schedules.length).toBe(6);
});

it.each(schedules)('%s has the options of Keras, and their defaults', (className, { parameters }) => {
  const options = parameters.filter(({ name }) => name !== 'name');
  const given = options.filter((option) => option.required).map(({ name }) => [name, required[name]]);
  const left = options.flatMap((option) => (option.required ? [] : [[option.name, option.default]]));
  // An option that Keras leaves at None is one that our config leaves out.
  const expected = Object.fromEntries([...given, ...left].filter(([, value]) => value !== null));
  const name = className.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  const schedule = scheduleFromConfig({ name, ...camelCaseConfig(Object.fromEntries(given)) } as never);
  expect(schedule.config).toEqual({ name, ...camelCaseConfig(expected) });
});
