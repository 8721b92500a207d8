/** From the config of a schedule, as it stands in a file, to the schedule. */
import { isJsonObject, type Json, type JsonObject } from '../json.js';
import { lookUp } from '../look-up.js';
import { customOption, unknownOption } from '../messages.js';
import { constant } from './constant.js';
import { cosineDecay } from './cosine-decay.js';
import { cosineDecayRestarts } from './cosine-decay-restarts.js';
import { cyclical } from './cyclical.js';
import { exponentialDecay } from './exponential-decay.js';
import { inverseTimeDecay } from './inverse-time-decay.js';
import { joinSchedules } from './join-schedules.js';
import { linearWarmup } from './linear-warmup.js';
import { multiStepDecay } from './multi-step-decay.js';
import { multiplySchedules } from './multiply-schedules.js';
import { noam } from './noam.js';
import { oneCycle } from './one-cycle.js';
import { piecewiseConstantDecay } from './piecewise-constant-decay.js';
import { polynomialDecay } from './polynomial-decay.js';
import type { Schedule } from './schedule.js';

/** Every schedule that a file may name. The options of those that hold others are read first. */
const schedules: Readonly<Record<string, (options: never) => Schedule>> = {
  constant: ({ learningRate }: { readonly learningRate: number }) => constant(learningRate),
  cosineDecay,
  cosineDecayRestarts,
  cyclical,
  exponentialDecay,
  inverseTimeDecay,
  joinSchedules: ({ schedules: parts, boundaries }: { schedules: Schedule[]; boundaries: number[] }) =>
    joinSchedules(parts, { boundaries }),
  linearWarmup,
  multiStepDecay,
  multiplySchedules: ({ schedules: factors }: { schedules: Schedule[] }) => multiplySchedules(factors),
  noam,
  oneCycle,
  piecewiseConstantDecay,
  polynomialDecay,
};

/**
 * The schedule that a config describes.
 *
 * @param config - `name` and options; each option is checked by the schedule.
 * @throws {UnsupportedError} OPTIMIZER_UNKNOWN, OPTIMIZER_CUSTOM for a part that was a function
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION
 */
export function scheduleFromConfig({ name, ...options }: JsonObject): Schedule {
  const make = lookUp('schedule', schedules, name);
  const parts = options['schedules'];
  const read = Array.isArray(parts) ? { ...options, schedules: readParts(String(name), parts) } : options;
  const schedule = make(read as never);
  const known = Object.keys(schedule.config ?? {}).filter((option) => option !== 'name');
  const unknown = Object.keys(options).find((option) => !known.includes(option));
  if (unknown !== undefined) throw unknownOption(String(name), unknown, known);
  return schedule;
}

/** What is no config is left to the checks of the schedule that holds it. */
function readParts(name: string, parts: readonly Json[]): readonly (Json | Schedule)[] {
  return parts.map((part, index) => {
    if (part === 'custom') throw customOption(name, `schedules[${index}]`);
    return isJsonObject(part) ? scheduleFromConfig(part) : part;
  });
}
