/** What the suite of optimizers measures: one update of a million parameters, by the name of a recipe. */
import { fractions, sizeOf } from './host-values.mjs';

/** Of the parameter, in one tensor. */
export const paramShape = [1000, 1000];

/**
 * The case of a recipe.
 *
 * @param {string} recipe
 */
export const updateName = (recipe) => `update ${recipe}`;

/**
 * The same without jit.
 *
 * @param {string} recipe
 */
export const eagerUpdateName = (recipe) => `update ${recipe}, eager`;

/**
 * The recipes that a side measures with jit and without.
 *
 * @param {{ readonly names: readonly string[] }} side
 */
export function recipesOf({ names }) {
  return names.flatMap((name) => {
    const [, recipe = ''] = /^update (\w+)$/.exec(name) ?? [];
    return names.includes(eagerUpdateName(recipe)) ? [recipe] : [];
  });
}

/** Where the parameter starts, and its gradient, which stays: fractions from -0.5 to 0.5. */
export function updateValues() {
  const fraction = fractions(12345);
  const draw = () => Float32Array.from({ length: sizeOf(paramShape) }, () => fraction() - 0.5);
  return { param: draw(), gradient: draw() };
}
