/** From the name and options of an optimizer, as they stand in a file, to the optimizer. */
import type { Json, JsonObject } from './json.js';
import { customOption, unknownRecipe } from './messages.js';
import type { Optimizer } from './optimizer.js';
import { accumulateGradients } from './recipes/accumulate-gradients.js';
import { adam } from './recipes/adam.js';
import { adamw } from './recipes/adamw.js';
import { rmsprop } from './recipes/rmsprop.js';
import { sgd } from './recipes/sgd.js';
import { constant } from './schedules/constant.js';
import { cosineDecay } from './schedules/cosine-decay.js';
import type { Schedule } from './schedules/schedule.js';

/** What describes an optimizer: its `name` and `config`. */
export interface OptimizerConfig {
  readonly name: string;
  readonly config: JsonObject;
}

/** Every recipe that a file may name. */
const recipes: Readonly<Record<string, (options: never) => Optimizer>> = { adam, adamw, rmsprop, sgd };

/** Every schedule that a file may name. */
const schedules: Readonly<Record<string, (options: never) => Schedule>> = {
  constant: ({ learningRate }: { readonly learningRate: number }) => constant(learningRate),
  cosineDecay,
};

/**
 * The optimizer that a config describes.
 *
 * @param config - `name` and `config` of an optimizer; it may come from a file, and the recipe checks every option.
 * @throws {UnsupportedError} OPTIMIZER_UNKNOWN, OPTIMIZER_CUSTOM for an option that was a function
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @example
 * import { adam, optimizerFromConfig } from '@isograd/optimizers';
 * const { name, config } = adam({ learningRate: 0.01 });
 * optimizerFromConfig({ name, config }).config['learningRate']; // 0.01
 */
export function optimizerFromConfig({ name, config }: OptimizerConfig): Optimizer {
  const recipe = lookUp('optimizer', recipes, name);
  const { gradientAccumulationSteps: steps, learningRate, ...options } = config;
  const custom = Object.keys(config).find((key) => config[key] === 'custom');
  if (custom !== undefined) throw customOption(name, custom);
  const optimizer = recipe({ ...options, ...learningRateOption(learningRate) } as never);
  return steps === undefined ? optimizer : accumulateGradients(optimizer, { steps: steps as number });
}

function learningRateOption(learningRate: Json | undefined): object {
  if (learningRate === undefined) return {};
  if (typeof learningRate !== 'object' || learningRate === null || Array.isArray(learningRate)) return { learningRate };
  const { name, ...options } = learningRate as JsonObject;
  return { learningRate: lookUp('schedule', schedules, name)(options as never) };
}

function lookUp<T>(kind: string, table: Readonly<Record<string, T>>, name: unknown): T {
  const found = typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw unknownRecipe(kind, name, Object.keys(table));
  return found;
}
