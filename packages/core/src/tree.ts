/**
 * Trees: nested plain objects and arrays whose leaves are tensors (or anything else that is neither).
 *
 * Parameters, gradients, optimizer states and examples are all trees, so that one set of functions maps
 * over them. Two trees have the same structure when their arrays have the same length and their objects the
 * same keys; the order of leaves is the order of keys in the first tree.
 */
import type { ValueError } from './errors.js';
import { treesDiffer } from './messages.js';

/** A leaf, or an array or plain object of trees. */
export type Tree<Leaf> = Leaf | readonly Tree<Leaf>[] | { readonly [key: string]: Tree<Leaf> };

type TreeObject<Leaf> = { readonly [key: string]: Tree<Leaf> };

/** Whether `value` is an inner node: an array or a plain object. */
function isArrayNode<Leaf>(value: Tree<Leaf>): value is readonly Tree<Leaf>[] {
  return Array.isArray(value);
}

function isObjectNode<Leaf>(value: Tree<Leaf>): value is TreeObject<Leaf> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The same nesting as `T`, with every leaf of type `To`. */
export type MapLeaves<T, From, To> = T extends From
  ? To
  : T extends readonly unknown[]
    ? { readonly [K in keyof T]: MapLeaves<T[K], From, To> }
    : T extends object
      ? { readonly [K in keyof T]: MapLeaves<T[K], From, To> }
      : never;

/**
 * Applies `fn` to corresponding leaves of one or more trees of the same structure.
 *
 * @param fn - Receives the leaf of each tree and then the path of the leaf, such as `layers/0/kernel`.
 * @param tree - The tree that gives the structure.
 * @param rest - Trees of the same structure.
 * @returns A tree of the results.
 * @throws {ValueError} TREE_STRUCTURE when the structures differ.
 */
export function treeMap<Leaf, To>(
  fn: (leaves: readonly [Leaf, ...Leaf[]], path: string) => To,
  tree: Tree<Leaf>,
  ...rest: readonly Tree<Leaf>[]
): Tree<To> {
  return mapNode(fn, tree, rest, '');
}

function mapNode<Leaf, To>(
  fn: (leaves: readonly [Leaf, ...Leaf[]], path: string) => To,
  tree: Tree<Leaf>,
  rest: readonly Tree<Leaf>[],
  path: string,
): Tree<To> {
  const below = (key: string | number): string => (path === '' ? String(key) : `${path}/${key}`);
  if (isArrayNode(tree)) {
    const others = rest.map((other) => {
      if (isArrayNode(other) && other.length === tree.length) return other;
      throw structureMismatch(path, tree, other);
    });
    return tree.map((node, index) =>
      mapNode(
        fn,
        node,
        others.map((other) => other[index] as Tree<Leaf>),
        below(index),
      ),
    );
  }
  if (isObjectNode(tree)) {
    const keys = Object.keys(tree);
    const others = rest.map((other) => {
      if (isObjectNode(other) && Object.keys(other).length === keys.length && keys.every((key) => key in other))
        return other;
      throw structureMismatch(path, tree, other);
    });
    return Object.fromEntries(
      keys.map((key) => [
        key,
        mapNode(
          fn,
          tree[key] as Tree<Leaf>,
          others.map((other) => other[key] as Tree<Leaf>),
          below(key),
        ),
      ]),
    );
  }
  for (const other of rest) if (isArrayNode(other) || isObjectNode(other)) throw structureMismatch(path, tree, other);
  return fn([tree, ...(rest as Leaf[])], path);
}

/** The leaves of a tree, in order. */
export function treeLeaves<Leaf>(tree: Tree<Leaf>): Leaf[] {
  const leaves: Leaf[] = [];
  collectLeaves(tree, leaves);
  return leaves;
}

/** Without paths, whose text takes longer than a small step. */
function collectLeaves<Leaf>(tree: Tree<Leaf>, leaves: Leaf[]): void {
  if (isArrayNode(tree)) for (const node of tree) collectLeaves(node, leaves);
  else if (isObjectNode(tree)) for (const key of Object.keys(tree)) collectLeaves(tree[key] as Tree<Leaf>, leaves);
  else leaves.push(tree);
}

/** Whether two trees have the same structure, with their keys in the same order. */
export function treesMatch(a: Tree<unknown>, b: Tree<unknown>): boolean {
  if (isArrayNode(a)) {
    return isArrayNode(b) && a.length === b.length && a.every((node, index) => treesMatch(node, b[index]));
  }
  if (isObjectNode(a)) {
    if (!isObjectNode(b)) return false;
    const [keys, others] = [Object.keys(a), Object.keys(b)];
    return (
      keys.length === others.length && keys.every((key, index) => key === others[index] && treesMatch(a[key], b[key]))
    );
  }
  return !isArrayNode(b) && !isObjectNode(b);
}

/** The leaves of a tree with their paths, in order. */
export function treeEntries<Leaf>(tree: Tree<Leaf>): [path: string, leaf: Leaf][] {
  const entries: [string, Leaf][] = [];
  treeMap<Leaf, void>(([leaf], path) => void entries.push([path, leaf]), tree);
  return entries;
}

/**
 * A tree of the structure of `like` whose leaves come from a list.
 *
 * @param like - Gives the structure.
 * @param leaves - As many leaves as `like` has, in its order.
 * @throws {ValueError} TREE_STRUCTURE when the number of leaves differs.
 */
export function treeUnflatten<Leaf, To>(like: Tree<Leaf>, leaves: readonly To[]): Tree<To> {
  const place = { next: 0 };
  const tree = buildTree(like, leaves, place);
  if (place.next !== leaves.length) throw structureMismatch('', like, leaves as readonly Tree<unknown>[]);
  return tree;
}

function buildTree<Leaf, To>(like: Tree<Leaf>, leaves: readonly To[], place: { next: number }): Tree<To> {
  if (isArrayNode(like)) return like.map((node) => buildTree(node, leaves, place));
  if (!isObjectNode(like)) return leaves[place.next++] as To;
  const entries = Object.keys(like).map((key) => [key, buildTree(like[key] as Tree<Leaf>, leaves, place)] as const);
  return Object.fromEntries(entries);
}

function describeNode(node: Tree<unknown>): string {
  if (isArrayNode(node)) return `an array of ${node.length}`;
  if (isObjectNode(node)) return `an object with keys ${Object.keys(node).join(', ') || '(none)'}`;
  return 'a leaf';
}

function structureMismatch(path: string, expected: Tree<unknown>, received: Tree<unknown>): ValueError {
  return treesDiffer(path, describeNode(expected), describeNode(received));
}
