/** What a program was made for. It is compared in every call, so no text is made of it. */
import { type Tree, treeMap, treesMatch } from '@isograd/core';
import { type DataType, engine, type KernelBackend, type Tensor } from '@tensorflow/tfjs-core';

/** What is known of a tensor before it is computed. */
interface Described {
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** The started backend, the nesting of the arguments, and the shapes and dtypes of the tensors in them. */
export class Signature {
  readonly #backend: KernelBackend = engine().backend;
  readonly #nesting: Tree<unknown>;
  readonly #tensors: readonly Described[];

  /** @param tensors - The leaves of `args`. */
  constructor(args: readonly Tree<Tensor>[], tensors: readonly Tensor[]) {
    this.#nesting = nestingOf(args);
    this.#tensors = tensors.map(({ shape, dtype }) => ({ shape: [...shape], dtype }));
  }

  /** Whether a program made for this can be called with these arguments. */
  matches(args: readonly Tree<Tensor>[], tensors: readonly Tensor[]): boolean {
    return engine().backend === this.#backend && this.#agrees(args, tensors);
  }

  /** Whether both say the same. */
  equals(other: Signature): boolean {
    return other.#backend === this.#backend && this.#agrees(other.#nesting, other.#tensors);
  }

  #agrees(nesting: Tree<unknown>, tensors: readonly Described[]): boolean {
    return (
      tensors.length === this.#tensors.length &&
      this.#tensors.every(({ shape, dtype }, place) => {
        const tensor = tensors[place] as Described;
        return tensor.dtype === dtype && isSameShape(tensor.shape, shape);
      }) &&
      treesMatch(this.#nesting, nesting)
    );
  }
}

/** Keeps no tensor. */
function nestingOf(tree: Tree<Tensor>): Tree<unknown> {
  return treeMap<Tensor, null>(() => null, tree);
}

function isSameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
