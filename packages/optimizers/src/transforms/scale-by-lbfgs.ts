/** L-BFGS's direction: gradients times an estimate of the inverse Hessian. */
import { treeLeaves, treeMap } from '@isograd/core';
import {
  abs,
  add,
  addN,
  concat,
  div,
  expandDims,
  greater,
  minimum,
  mul,
  slice,
  sqrt,
  sub,
  sum,
  type Tensor,
  unstack,
  where,
  zeros,
} from '@tensorflow/tfjs-core';
import { checkRange, checkSteps } from '../check-option.js';
import { type Convention, checkConvention } from '../convention.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { treeClone, treeWhere, treeZeros } from '../tree-choice.js';
import { treeDot } from '../tree-dot.js';

/** How `scaleByLbfgs` remembers. */
export interface ScaleByLbfgsOptions {
  /** Steps that are remembered, in [1, 1000]. Default: 10. */
  readonly memorySize?: number;
  /** What the first step, of which nothing is known, is divided by. Default: `keras`. */
  readonly convention?: Convention;
}

/** The state of `scaleByLbfgs`. */
export type LbfgsState = {
  /** The parameters of the last update. */
  readonly params: TensorTree;
  /** The gradients of the last update. */
  readonly grads: TensorTree;
  /** Changes of the parameters, each tensor `[memorySize, ...shape]`, the latest last. */
  readonly s: TensorTree;
  /** Changes of the gradients, in the same form. */
  readonly y: TensorTree;
  /** float32 `[memorySize]`: 1 / (s · y) of each pair, and 0 where there is none yet. */
  readonly rho: Tensor;
};

/** Smallest cosine between s and y that is more than rounding. */
const smallestCosine = 2 ** -20;

/**
 * L-BFGS's direction H g, where H is the estimate of the inverse Hessian that the last `memorySize` changes s of the
 * parameters and y of the gradients make of γ I, γ = s · y / y · y of the latest pair (the two-loop recursion).
 *
 * A pair is kept where its curvature is positive, s · y > 2^-20 ‖s‖ ‖y‖, so that H stays positive definite and -H g goes
 * downhill. Before there is a pair the gradient is scaled so that the first step is not too long:
 *
 * - `keras`, which has no L-BFGS and leaves the choice to Optax: g · min(1, 1 / ‖g‖₂);
 * - `torch`: g · min(1, 1 / ‖g‖₁).
 *
 * PyTorch keeps pairs with s · y > 1e-10, Optax all with s · y ≠ 0. The differences are taken between updates, so the
 * gradients should be those of one and the same loss: of the whole data set, or of large batches.
 *
 * @throws {ValueError} OPTIMIZER_OPTION, OPTIMIZER_CONVENTION
 * @see Liu, Nocedal: "On the limited memory BFGS method for large scale optimization" (Mathematical Programming, 1989)
 * @see Nocedal, Wright: "Numerical Optimization" (2006), algorithm 7.4
 */
export function scaleByLbfgs(options: ScaleByLbfgsOptions = {}): GradientTransformation<LbfgsState> {
  const { memorySize = 10, convention = 'keras' } = options;
  checkSteps('scaleByLbfgs', 'memorySize', memorySize, 1);
  checkRange('scaleByLbfgs', 'memorySize', memorySize, { min: 1, max: 1000 });
  checkConvention('scaleByLbfgs', convention);
  const memory = (params: TensorTree): TensorTree =>
    treeMap<Tensor, Tensor>(([param]) => zeros([memorySize, ...param.shape]), params);

  return {
    init: (params) => ({
      params: treeClone(params),
      grads: treeZeros(params),
      s: memory(params),
      y: memory(params),
      rho: zeros([memorySize]),
    }),
    update: (grads, state, params) => {
      const { s, y, rho } = remember(state, params, grads);
      const pairs = unstackPairs({ s, y, rho }, memorySize);

      let direction = grads;
      const alphas: Tensor[] = [];
      for (const pair of pairs.toReversed()) {
        const alpha = mul(pair.rho, treeDot(pair.s, direction));
        direction = mapTensors('scaleByLbfgs', ([q, change]) => sub(q, mul(change, alpha)), [direction, pair.y]);
        alphas.unshift(alpha);
      }
      const factor = initialScale(pairs[memorySize - 1] as Pair, grads, convention);
      direction = mapTensors('scaleByLbfgs', ([q]) => mul(q, factor), [direction]);
      for (const [index, pair] of pairs.entries()) {
        const beta = mul(pair.rho, treeDot(pair.y, direction));
        const weight = sub(alphas[index] as Tensor, beta);
        direction = mapTensors('scaleByLbfgs', ([r, change]) => add(r, mul(change, weight)), [direction, pair.s]);
      }
      return { updates: direction, state: { params: treeClone(params), grads: treeClone(grads), s, y, rho } };
    },
  };
}

/** The change of one step. */
interface Pair {
  readonly s: TensorTree;
  readonly y: TensorTree;
  /** float32 scalar. */
  readonly rho: Tensor;
}

type Memory = Pick<LbfgsState, 's' | 'y' | 'rho'>;

/** The memory with the latest change at its end, if its curvature is positive. */
function remember(state: LbfgsState, params: TensorTree, grads: TensorTree): Memory {
  const s = mapTensors('scaleByLbfgs', ([before, param]) => sub(param, before), [state.params, params]);
  const y = mapTensors('scaleByLbfgs', ([before, grad]) => sub(grad, before), [state.grads, grads]);
  const product = treeDot(s, y);
  const norms = mul(sqrt(treeDot(s, s)), sqrt(treeDot(y, y)));
  const isConvex = greater(product, mul(norms, smallestCosine));
  const before: Memory = { s: state.s, y: state.y, rho: state.rho };
  const after: Memory = {
    s: pushAll(state.s, s),
    y: pushAll(state.y, y),
    rho: push(state.rho, div(1, product)),
  };
  return treeWhere(isConvex, after, before);
}

function pushAll(stacked: TensorTree, latest: TensorTree): TensorTree {
  return treeMap<Tensor, Tensor>(([stack, last]) => push(stack, last as Tensor), stacked, latest);
}

/** Drops the first of a stack and puts another at its end. */
function push(stack: Tensor, latest: Tensor): Tensor {
  const [size = 0, ...shape] = stack.shape;
  const kept = slice(stack, [1, ...shape.map(() => 0)], [size - 1, ...shape]);
  return concat([kept, expandDims(latest, 0)], 0); // [memorySize, ...shape]
}

/** The pairs one by one, the latest last. */
function unstackPairs({ s, y, rho }: Memory, memorySize: number): Pair[] {
  const separate = (stacked: TensorTree): readonly TensorTree[] => {
    const slices = new Map<Tensor, Tensor[]>(
      treeLeaves<Tensor>(stacked).map((stack) => [stack, unstack(stack)] as const),
    );
    return Array.from({ length: memorySize }, (_, index) =>
      treeMap<Tensor, Tensor>(([stack]) => slices.get(stack)?.[index] as Tensor, stacked),
    );
  };
  const [ss, ys, rhos] = [separate(s), separate(y), unstack(rho)];
  return rhos.map((r, index) => ({ s: ss[index] as TensorTree, y: ys[index] as TensorTree, rho: r }));
}

/** γ of the latest pair; without one, what keeps the first step short. */
function initialScale(latest: Pair, grads: TensorTree, convention: Convention): Tensor {
  const gamma = div(1, mul(latest.rho, treeDot(latest.y, latest.y)));
  const norm = convention === 'torch' ? addN(treeLeaves(grads).map((g) => sum(abs(g)))) : sqrt(treeDot(grads, grads));
  return where(greater(latest.rho, 0), gamma, minimum(1, div(1, norm)));
}
