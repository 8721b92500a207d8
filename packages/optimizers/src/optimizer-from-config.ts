/** From the name and options of an optimizer, as they stand in a file, to the optimizer. */
import type { Json, JsonObject } from './json.js';
import { badOption, customOption, unknownOption, unknownRecipe } from './messages.js';
import type { Optimizer } from './optimizer.js';
import { recipes } from './recipe-table.js';
import { constant } from './schedules/constant.js';
import { cosineDecay } from './schedules/cosine-decay.js';
import type { Schedule } from './schedules/schedule.js';
import { accumulateGradients } from './wrappers/accumulate-gradients.js';

/** What describes an optimizer: its `name` and `config`. */
export interface OptimizerConfig {
  readonly name: string;
  readonly config: JsonObject;
}

/** Every wrapper that a file may name. */
const wrappers: Readonly<Record<string, (optimizer: Optimizer, options: never) => Optimizer>> = { accumulateGradients };

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
  const optimizer = fromConfig(name, config);
  const unknown = Object.keys(config).find((option) => !Object.hasOwn(optimizer.config, option));
  if (unknown !== undefined) throw unknownOption(name, unknown, Object.keys(optimizer.config));
  return optimizer;
}

function fromConfig(name: string, config: JsonObject): Optimizer {
  const custom = Object.keys(config).find((key) => config[key] === 'custom');
  if (custom !== undefined) throw customOption(name, custom);
  if (Object.hasOwn(wrappers, name)) {
    const { optimizer, ...options } = config;
    return lookUp('wrapper', wrappers, name)(optimizerFromConfig(asConfig(name, optimizer)), options as never);
  }
  const { learningRate, ...options } = config;
  const recipe: (options: never) => Optimizer = lookUp('optimizer', recipes, name);
  return recipe({ ...options, ...learningRateOption(learningRate) } as never);
}

function asConfig(where: string, value: Json | undefined): OptimizerConfig {
  const { name, config } = (isObject(value) ? value : {}) as JsonObject;
  if (typeof name !== 'string' || !isObject(config)) throw badOption(where, 'optimizer', value, 'a name and a config');
  return { name, config };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function learningRateOption(learningRate: Json | undefined): object {
  if (learningRate === undefined) return {};
  if (!isObject(learningRate)) return { learningRate };
  const { name, ...options } = learningRate;
  return { learningRate: lookUp('schedule', schedules, name)(options as never) };
}

function lookUp<T>(kind: string, table: Readonly<Record<string, T>>, name: unknown): T {
  const found = typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw unknownRecipe(kind, name, Object.keys(table));
  return found;
}
