/** What a program was made for. It is compared in every call, so no text is made of it. */
import { type Tree, treeMap, treesMatch } from '@isograd/core';
import { type DataType, engine, type KernelBackend, Tensor } from '@tensorflow/tfjs-core';

/** An argument that is no tensor: the function is captured anew for each value of it. */
export type Static = number | string | boolean | null | undefined;

/** An argument of a captured function, or a part of one. */
export type Argument = Tensor | Static;

/** What a signature knows of a part of the arguments: shape and dtype of a tensor, or a value. */
type Described = { readonly shape: readonly number[]; readonly dtype: DataType } | { readonly value: Static };

/** The started backend, the nesting of the arguments, the shapes and dtypes of the tensors in them, and other values. */
export class Signature {
  readonly #backend: KernelBackend = engine().backend;
  readonly #nesting: Tree<unknown>;
  readonly #leaves: readonly Described[];

  /** @param leaves - Those of `args`. */
  constructor(args: readonly Tree<Argument>[], leaves: readonly Argument[]) {
    this.#nesting = treeMap<Argument, null>(() => null, args); // keeps no tensor
    this.#leaves = leaves.map((leaf) =>
      leaf instanceof Tensor ? { shape: [...leaf.shape], dtype: leaf.dtype } : { value: leaf },
    );
  }

  /** Whether a program made for this can be called with these arguments. */
  matches(args: readonly Tree<Argument>[], leaves: readonly Argument[]): boolean {
    return (
      engine().backend === this.#backend &&
      leaves.length === this.#leaves.length &&
      this.#leaves.every((described, place) => describes(described, leaves[place])) &&
      treesMatch(this.#nesting, args)
    );
  }

  /** Whether both say the same. */
  equals(other: Signature): boolean {
    return (
      other.#backend === this.#backend &&
      other.#leaves.length === this.#leaves.length &&
      this.#leaves.every((described, place) => isSame(described, other.#leaves[place] as Described)) &&
      treesMatch(this.#nesting, other.#nesting)
    );
  }
}

function describes(described: Described, leaf: Argument): boolean {
  return leaf instanceof Tensor ? isSame(described, leaf) : 'value' in described && Object.is(described.value, leaf);
}

function isSame(a: Described, b: Described): boolean {
  if ('value' in a || 'value' in b) return 'value' in a && 'value' in b && Object.is(a.value, b.value);
  return (
    a.dtype === b.dtype && a.shape.length === b.shape.length && a.shape.every((size, axis) => size === b.shape[axis])
  );
}
