/** A choice among parameters, made by their paths or by a tree of booleans. */
import { type Tree, treeEntries, treeMap } from '@isograd/core';
import type { TensorTree } from './gradient-transformation.js';
import { badOption } from './messages.js';

/**
 * Which parameters: a tree of booleans in their structure, or a predicate on their paths, such as
 * `(path) => path.endsWith('kernel')`, that gives one path the same answer at every call.
 */
export type ParameterMask = Tree<boolean> | ((path: string) => boolean);

/** @throws {ValueError} OPTIMIZER_OPTION unless `value` is a function, or a tree of booleans. */
export function checkMask(where: string, option: string, value: unknown): void {
  if (typeof value === 'function') return;
  if (treeEntries<unknown>(value as Tree<unknown>).every(([, leaf]) => typeof leaf === 'boolean')) return;
  throw badOption(where, option, value, 'a function of the path, or a tree of booleans');
}

/** @throws {ValueError} TREE_STRUCTURE unless a mask that is a tree has the structure of the parameters. */
export function checkMaskFits(mask: ParameterMask | undefined, params: TensorTree): void {
  if (mask !== undefined && typeof mask !== 'function') treeMap<unknown, void>(() => undefined, params, mask);
}

/**
 * The mask as a predicate.
 *
 * @param mask - None chooses every parameter.
 */
export function isChosenBy(mask: ParameterMask | undefined): (path: string) => boolean {
  if (mask === undefined) return () => true;
  if (typeof mask === 'function') return mask;
  const chosen = new Set(treeEntries(mask).flatMap(([path, isChosen]) => (isChosen ? [path] : [])));
  return (path) => chosen.has(path);
}
