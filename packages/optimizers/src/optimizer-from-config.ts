/** From the name and options of an optimizer, as they stand in a file, to the optimizer. */
import { isJsonObject, type Json, type JsonObject } from './json.js';
import { lookUp } from './look-up.js';
import { badOption, customOption, nestedTooDeeply, unknownOption } from './messages.js';
import type { Optimizer } from './optimizer.js';
import { recipes } from './recipe-table.js';
import { scheduleFromConfig } from './schedules/schedule-from-config.js';
import { type ReadOptimizer, wrappers } from './wrappers/wrapper-table.js';

/** What describes an optimizer: its `name` and `config`. */
export interface OptimizerConfig {
  readonly name: string;
  readonly config: JsonObject;
}

/** Optimizers inside each other, so that no file exhausts the stack. */
const maxNesting = 32;

/**
 * The optimizer that a config describes.
 *
 * @param config - `name` and `config` of an optimizer; it may come from a file, and the recipe checks every option.
 * @throws {UnsupportedError} OPTIMIZER_UNKNOWN, OPTIMIZER_CUSTOM for an option that was a function, OPTIMIZER_NESTING,
 * OPTIMIZER_GROUP_SCALE
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 * @example
 * import { adam, optimizerFromConfig } from '@isograd/optimizers';
 * const { name, config } = adam({ learningRate: 0.01 });
 * optimizerFromConfig({ name, config }).config['learningRate']; // 0.01
 */
export function optimizerFromConfig(config: OptimizerConfig): Optimizer {
  return readOptimizer(config, 0);
}

function readOptimizer({ name, config }: OptimizerConfig, nesting: number): Optimizer {
  if (nesting > maxNesting) throw nestedTooDeeply(name, maxNesting);
  const optimizer = fromConfig(name, config, nesting);
  const unknown = Object.keys(config).find((option) => !Object.hasOwn(optimizer.config, option));
  if (unknown !== undefined) throw unknownOption(name, unknown, Object.keys(optimizer.config));
  return optimizer;
}

function fromConfig(name: string, config: JsonObject, nesting: number): Optimizer {
  const custom = Object.keys(config).find((key) => config[key] === 'custom');
  if (custom !== undefined) throw customOption(name, custom);
  if (Object.hasOwn(wrappers, name)) {
    const read: ReadOptimizer = (where, option, value) => readOptimizer(asConfig(where, option, value), nesting + 1);
    return lookUp('wrapper', wrappers, name)(config, read);
  }
  const { learningRate, ...options } = config;
  const recipe: (options: never) => Optimizer = lookUp('optimizer', recipes, name);
  return recipe({ ...options, ...learningRateOption(learningRate) } as never);
}

function asConfig(where: string, option: string, value: Json | undefined): OptimizerConfig {
  const { name, config } = (isJsonObject(value) ? value : {}) as JsonObject;
  if (typeof name !== 'string' || !isJsonObject(config)) throw badOption(where, option, value, 'a name and a config');
  return { name, config };
}

function learningRateOption(learningRate: Json | undefined): object {
  if (learningRate === undefined) return {};
  if (!isJsonObject(learningRate)) return { learningRate };
  return { learningRate: scheduleFromConfig(learningRate) };
}
