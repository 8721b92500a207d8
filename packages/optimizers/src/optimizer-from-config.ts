/** From the name and options of an optimizer, as they stand in a file, to the optimizer. */
import { isJsonObject, type Json, type JsonObject } from './json.js';
import { lookUp } from './look-up.js';
import { badOption, customOption, unknownOption } from './messages.js';
import type { Optimizer } from './optimizer.js';
import { recipes } from './recipe-table.js';
import { scheduleFromConfig } from './schedules/schedule-from-config.js';
import { accumulateGradients } from './wrappers/accumulate-gradients.js';

/** What describes an optimizer: its `name` and `config`. */
export interface OptimizerConfig {
  readonly name: string;
  readonly config: JsonObject;
}

/** Every wrapper that a file may name. */
const wrappers: Readonly<Record<string, (optimizer: Optimizer, options: never) => Optimizer>> = { accumulateGradients };

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
  const { name, config } = (isJsonObject(value) ? value : {}) as JsonObject;
  if (typeof name !== 'string' || !isJsonObject(config))
    throw badOption(where, 'optimizer', value, 'a name and a config');
  return { name, config };
}

function learningRateOption(learningRate: Json | undefined): object {
  if (learningRate === undefined) return {};
  if (!isJsonObject(learningRate)) return { learningRate };
  return { learningRate: scheduleFromConfig(learningRate) };
}
