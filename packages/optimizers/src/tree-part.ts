/** Some tensors of a tree, as a tree of their own in which they keep their paths. */
import { treeLeaves, treeMap } from '@isograd/core';
import { Tensor } from '@tensorflow/tfjs-core';
import type { GradientTransformation, TensorTree, UpdateContext, UpdateResult } from './gradient-transformation.js';
import { mapTensors } from './map-tensors.js';

type IsChosen = (path: string) => boolean;

/**
 * The chosen tensors. An array that loses an element becomes an object with the indices that are left, so that every
 * path stays the same; what is left without tensors is dropped.
 */
export function treePart(tree: TensorTree, isChosen: IsChosen): TensorTree {
  return partOf(tree, isChosen, '') ?? {};
}

function partOf(node: TensorTree, isChosen: IsChosen, path: string): TensorTree | undefined {
  if (node instanceof Tensor) return isChosen(path) ? node : undefined;
  const below = (key: string): string => (path === '' ? key : `${path}/${key}`);
  const kept = Object.entries<TensorTree>(node as { readonly [key: string]: TensorTree }).flatMap(([key, child]) => {
    const part = partOf(child, isChosen, below(key));
    return part === undefined ? [] : [[key, part] as const];
  });
  if (kept.length === 0) return undefined;
  const isWhole = Array.isArray(node) && kept.length === node.length;
  return isWhole ? kept.map(([, part]) => part) : Object.fromEntries(kept);
}

/**
 * A tree whose chosen tensors come from a part.
 *
 * @param where - Who asks, for the error.
 * @param whole - Not changed.
 * @param part - In the structure and shapes of `treePart(whole, isChosen)`.
 * @throws {ValueError} TREE_STRUCTURE
 * @throws {ShapeError} OPTIMIZER_SHAPE
 */
export function replacePart(where: string, whole: TensorTree, part: TensorTree, isChosen: IsChosen): TensorTree {
  const leaves = treeLeaves(mapTensors(where, ([, leaf]) => leaf, [treePart(whole, isChosen), part]));
  let next = 0;
  return treeMap<Tensor, Tensor>(([leaf], path) => (isChosen(path) ? (leaves[next++] as Tensor) : leaf), whole);
}

/** What `updatePart` changes, and with what. */
interface PartialUpdate {
  readonly isChosen: IsChosen;
  readonly grads: TensorTree;
  /** Of the transformation, for the chosen parameters. */
  readonly state: TensorTree;
  readonly params: TensorTree;
  readonly context: UpdateContext | undefined;
}

/**
 * Runs a transformation on the chosen parameters, as if there were no others. Where it evaluates the loss elsewhere,
 * the others stay where they are.
 *
 * @returns The updates in the structure of the part.
 */
export function updatePart(
  where: string,
  part: GradientTransformation,
  { isChosen, grads, state, params, context }: PartialUpdate,
): UpdateResult {
  const evaluate = context?.evaluate;
  return part.update(treePart(grads, isChosen), state, treePart(params, isChosen), {
    ...context,
    ...(evaluate && {
      evaluate: (elsewhere) => {
        const evaluation = evaluate(replacePart(where, params, elsewhere, isChosen));
        return { ...evaluation, grads: treePart(evaluation.grads, isChosen) };
      },
    }),
  });
}
