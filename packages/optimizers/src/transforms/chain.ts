/** One transformation of several, each working on the updates of the one before. */
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { badState } from '../messages.js';

/** Transformations by name, in the order in which they apply. */
export type NamedParts = { readonly [name: string]: GradientTransformation };

/** The state of each part under its name. */
export type NamedStates = { readonly [name: string]: TensorTree };

/**
 * Applies `parts` one after the other, and checks first that the gradients fit the parameters.
 *
 * @param parts - In the order in which they apply; none makes the identity.
 * @returns A transformation whose state is the array of the states of the parts. Its `update` throws a StateError,
 * OPTIMIZER_STATE, for the state of another chain.
 * @example
 * import { chain, clipByGlobalNorm, scaleByAdam, scaleByLearningRate } from '@isograd/optimizers';
 * const optimizer = chain(clipByGlobalNorm(1), scaleByAdam({ epsilon: 1e-8 }), scaleByLearningRate(1e-3));
 */
export function chain(...parts: readonly GradientTransformation[]): GradientTransformation<readonly TensorTree[]> {
  return {
    init: (params) => parts.map((part) => part.init(params)),
    update: (grads, states, params, context) => {
      if (states.length !== parts.length) {
        throw badState('chain', `the states of ${states.length} parts`, `those of ${parts.length}`);
      }
      let updates = mapTensors('update', ([, grad]) => grad, [params, grads]);
      const next = parts.map((part, index) => {
        const result = part.update(updates, states[index] as TensorTree, params, context);
        updates = result.updates;
        return result.state;
      });
      return { updates, state: next };
    },
  };
}

/**
 * Like `chain`, for a state whose paths keep their names when a part is added.
 *
 * @param parts - Transformations by name, applied in the order of the keys.
 * @returns A transformation whose state has the keys of `parts`.
 */
export function namedChain(parts: NamedParts): GradientTransformation<NamedStates> {
  const names = Object.keys(parts);
  const inOrder = chain(...Object.values(parts));
  const named = (states: readonly TensorTree[]): NamedStates =>
    Object.fromEntries(names.map((name, index) => [name, states[index] as TensorTree]));
  return {
    init: (params) => named(inOrder.init(params)),
    update: (grads, states, params, context) => {
      const unnamed = names.map((name) => {
        const state = states[name];
        if (state !== undefined) return state;
        throw badState('namedChain', `the keys ${Object.keys(states).join(', ')}`, `${names.join(', ')}`);
      });
      const { updates, state } = inOrder.update(grads, unnamed, params, context);
      return { updates, state: named(state) };
    },
  };
}
