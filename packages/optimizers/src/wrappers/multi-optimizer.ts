/** Several optimizers, each for its own parameters. */
import { treeEntries, treeLeaves } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkParams } from '../check-option.js';
import type { TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { badOption, badState, emptyGroup, scaledGroup, unknownParam } from '../messages.js';
import { describeOptimizer, type Optimizer } from '../optimizer.js';
import { replacePart, treePart, updatePart } from '../tree-part.js';

/** An optimizer and what it trains. */
export interface OptimizerGroup {
  /**
   * Names of parameters, or a predicate on their paths. A name is a whole path, or the beginning of one up to a `/`:
   * `encoder` stands for `encoder/dense/kernel` too.
   */
  readonly params: readonly string[] | ((path: string) => boolean);
  /** What trains them. */
  readonly optimizer: Optimizer;
}

/** Options of `multiOptimizer`. */
export interface MultiOptimizerOptions {
  /** What trains the parameters that are in no group; there may be none. */
  readonly default: Optimizer;
  /** Groups by name. A parameter belongs to the first that chooses it. */
  readonly groups: { readonly [name: string]: OptimizerGroup };
}

/** The state of `multiOptimizer`: that of each optimizer under the name of its group, the default one's under `default`. */
export type MultiOptimizerState = { readonly [group: string]: TensorTree };

/**
 * Trains groups of parameters by different optimizers, each as if there were no other parameters: a global norm is that
 * of the group, and where an optimizer evaluates the loss elsewhere the other groups stay where they are.
 *
 * `setLearningRate(state, rate)` sets the rate of every group whose optimizer has it equally deep in its state. A group
 * holds no `lossScaling`, which scales the one loss of all groups: it stands around them. Keras's `MultiOptimizer` takes
 * regular expressions for names, Optax's `multi_transform` a tree of labels.
 *
 * @throws {ValueError} OPTIMIZER_OPTION; and from `init`, OPTIMIZER_GROUP when a name is that of no parameter, or nothing
 * is left for a group, OPTIMIZER_PARAMS
 * @throws {UnsupportedError} OPTIMIZER_GROUP_SCALE
 * @example
 * import { adam, multiOptimizer, sgd } from '@isograd/optimizers';
 * const optimizer = multiOptimizer({
 *   default: adam({ learningRate: 1e-5 }),
 *   groups: { head: { params: ['head'], optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) } },
 * });
 */
export function multiOptimizer(options: MultiOptimizerOptions): Optimizer<MultiOptimizerState> {
  checkGroups(options.groups);
  const groups = Object.entries(options.groups);
  const groupOf = (path: string): string =>
    groups.find(([, { params }]) => chooses(params, path))?.[0] ?? nameOfDefault;
  const members = [...groups, [nameOfDefault, { optimizer: options.default }] as const].map(
    ([name, { optimizer }]): Member => ({ name, optimizer, isChosen: (path) => groupOf(path) === name }),
  );
  for (const { name, optimizer } of members) if (optimizer.scaleLoss !== undefined) throw scaledGroup(name);
  const withParams = (params: TensorTree): Member[] =>
    members.filter(({ isChosen }) => treeLeaves(treePart(params, isChosen)).length > 0);

  return {
    name: 'multiOptimizer',
    config: {
      default: describeOptimizer(options.default),
      groups: Object.fromEntries(
        groups.map(([name, { params, optimizer }]) => [
          name,
          { params: typeof params === 'function' ? 'custom' : [...params], optimizer: describeOptimizer(optimizer) },
        ]),
      ),
    },
    init: (params) => {
      checkParams('multiOptimizer', params);
      checkNames(groups, params);
      const used = withParams(params);
      for (const [name] of groups) if (!used.some((member) => member.name === name)) throw emptyGroup(name);
      return Object.fromEntries(
        used.map(({ name, optimizer, isChosen }) => [name, optimizer.init(treePart(params, isChosen))]),
      );
    },
    update: (grads, state, params, context) => {
      let updates = mapTensors('multiOptimizer', ([, grad]) => grad, [params, grads]);
      const next = withParams(params).map(({ name, optimizer, isChosen }) => {
        const part = { isChosen, grads, state: stateOf(name, state), params, context };
        const result = updatePart('multiOptimizer', optimizer, part);
        updates = replacePart('multiOptimizer', updates, result.updates, isChosen);
        return [name, result.state] as const;
      });
      return { updates, state: Object.fromEntries(next) };
    },
    ...(members.some(({ optimizer }) => optimizer.evaluationParams !== undefined) && {
      evaluationParams: (params, state) =>
        withParams(params).reduce<TensorTree>((merged, { name, optimizer, isChosen }) => {
          const averages = optimizer.evaluationParams?.(treePart(params, isChosen), stateOf(name, state));
          return averages === undefined ? merged : replacePart('multiOptimizer', merged, averages, isChosen);
        }, params),
    }),
  };
}

/** A group, or the parameters that are in none. */
interface Member {
  readonly name: string;
  readonly optimizer: Optimizer;
  readonly isChosen: (path: string) => boolean;
}

/** The name under which the state of the default optimizer stands. */
const nameOfDefault = 'default';

function checkGroups(groups: unknown): void {
  const check = 'multiOptimizer';
  if (typeof groups !== 'object' || groups === null || Array.isArray(groups)) {
    throw badOption(check, 'groups', groups, 'an object of groups by name');
  }
  for (const [name, group] of Object.entries(groups)) {
    if (name === '' || name === nameOfDefault || name.includes('/')) {
      throw badOption(check, 'groups', name, `names without "/", none of them "${nameOfDefault}"`);
    }
    const params: unknown = (group as Partial<OptimizerGroup> | null)?.params;
    const isList = Array.isArray(params) && params.every((param) => typeof param === 'string' && param !== '');
    if (typeof params !== 'function' && (!isList || params.length === 0)) {
      throw badOption(check, `groups.${name}.params`, params, 'names of parameters, or a function of the path');
    }
  }
}

function checkNames(groups: readonly (readonly [string, OptimizerGroup])[], params: TensorTree): void {
  const paths = treeEntries<Tensor>(params).map(([path]) => path);
  for (const [group, { params: names }] of groups) {
    if (typeof names === 'function') continue;
    const unknown = names.find((name) => !paths.some((path) => isNamed(name, path)));
    if (unknown !== undefined) throw unknownParam(group, unknown, paths);
  }
}

function chooses(params: OptimizerGroup['params'], path: string): boolean {
  return typeof params === 'function' ? params(path) : params.some((name) => isNamed(name, path));
}

function isNamed(name: string, path: string): boolean {
  return path === name || path.startsWith(`${name}/`);
}

function stateOf(name: string, state: MultiOptimizerState): TensorTree {
  const found = state[name];
  if (found === undefined)
    throw badState('multiOptimizer', `the keys ${Object.keys(state).join(', ')}`, `with ${name}`);
  return found;
}
