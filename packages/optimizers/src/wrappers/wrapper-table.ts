/** Every wrapper that a file may name, and how its config is read. */
import { isJsonObject, type Json, type JsonObject } from '../json.js';
import { badOption, customOption, unknownOption } from '../messages.js';
import type { Optimizer } from '../optimizer.js';
import { accumulateGradients } from './accumulate-gradients.js';
import { applyIfFinite } from './apply-if-finite.js';
import { exponentialMovingAverage } from './exponential-moving-average.js';
import { freezing } from './freezing.js';
import { lookahead } from './lookahead.js';
import { lossScaling } from './loss-scaling.js';
import { multiOptimizer, type OptimizerGroup } from './multi-optimizer.js';
import { sam } from './sam.js';
import { stochasticWeightAveraging } from './stochastic-weight-averaging.js';

/** Reads an optimizer that stands in the config of another: in the option `option` of `where`. */
export type ReadOptimizer = (where: string, option: string, value: Json | undefined) => Optimizer;

/** From a config and a way to read the optimizers in it to the wrapper. */
type ReadWrapper = (config: JsonObject, read: ReadOptimizer) => Optimizer;

/** Every wrapper by its name. */
export const wrappers: Readonly<Record<string, ReadWrapper>> = {
  accumulateGradients: around('accumulateGradients', accumulateGradients),
  applyIfFinite: around('applyIfFinite', applyIfFinite),
  exponentialMovingAverage: around('exponentialMovingAverage', exponentialMovingAverage),
  freezing: around('freezing', freezing),
  lookahead: around('lookahead', lookahead),
  lossScaling: around('lossScaling', lossScaling),
  multiOptimizer: readMultiOptimizer,
  sam: around('sam', sam),
  stochasticWeightAveraging: around('stochasticWeightAveraging', stochasticWeightAveraging),
};

function around(name: string, wrap: (optimizer: Optimizer, options: never) => Optimizer): ReadWrapper {
  return ({ optimizer, ...options }, read) => wrap(read(name, 'optimizer', optimizer), options as never);
}

function readMultiOptimizer({ default: rest, groups }: JsonObject, read: ReadOptimizer): Optimizer {
  if (!isJsonObject(groups)) throw badOption('multiOptimizer', 'groups', groups, 'an object of groups by name');
  const entries = Object.entries(groups).map(([name, group]): [string, OptimizerGroup] => {
    const where = `groups.${name}`;
    if (!isJsonObject(group)) throw badOption('multiOptimizer', where, group, 'params and an optimizer');
    const { params, optimizer, ...others } = group;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) throw unknownOption('multiOptimizer', `${where}.${unknown}`, ['params', 'optimizer']);
    if (params === 'custom') throw customOption('multiOptimizer', `${where}.params`);
    // What is no list of names is refused by multiOptimizer itself.
    return [name, { params: params as string[], optimizer: read('multiOptimizer', `${where}.optimizer`, optimizer) }];
  });
  return multiOptimizer({ default: read('multiOptimizer', 'default', rest), groups: Object.fromEntries(entries) });
}
