/** Muon: orthogonal steps for the matrices of hidden layers, AdamW for the rest. */
import { treeEntries } from '@isograd/core';
import { mul, neg, type Tensor } from '@tensorflow/tfjs-core';
import { checkFlag, checkNames, checkNonNegative } from '../check-option.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import type { Optimizer } from '../optimizer.js';
import { checkMaskFits, isChosenBy } from '../parameter-mask.js';
import { addDecayedWeights } from '../transforms/add-decayed-weights.js';
import { type NamedParts, type NamedStates, namedChain } from '../transforms/chain.js';
import { masked } from '../transforms/masked.js';
import { orthogonalize } from '../transforms/orthogonalize.js';
import { scale } from '../transforms/scale.js';
import { scaleByAdam } from '../transforms/scale-by-adam.js';
import { trace } from '../transforms/trace.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { commonOptions, defineRecipe, type RecipeOptions } from './recipe.js';

/** Options of `muon`, with Keras's names and defaults; the learning rate is 0.001. */
export interface MuonOptions extends RecipeOptions {
  /** Weight of past steps, in [0, 1]. Default: 0.95. */
  readonly momentum?: number;
  /** Whether momentum looks one step ahead. Default: true. */
  readonly nesterov?: boolean;
  /** Newton-Schulz steps, at least 1. Default: 5. */
  readonly nsSteps?: number;
  /** a of the polynomial of `orthogonalize`. Default: 3.4445. */
  readonly muonA?: number;
  /** b of it. Default: -4.775. */
  readonly muonB?: number;
  /** c of it. Default: 2.0315. */
  readonly muonC?: number;
  /** Root mean square of a step before the rate, above 0; null leaves singular values near 1. Default: 0.2. */
  readonly rmsRate?: number | null;
  /** Coefficient of the decoupled decay of matrices, at least 0. Default: 0.004. */
  readonly weightDecay?: number;
  /** Parts of paths: a matrix whose path has one of them takes Adam's steps. Keras searches for patterns. Default: none. */
  readonly excludeLayers?: readonly string[];
  /** Whether a matrix with `embedding` in its path takes Adam's steps. Default: true. */
  readonly excludeEmbeddings?: boolean;
  /** Rate of Adam's steps as a multiple of the learning rate, at least 0. Default: 1. */
  readonly adamLrRatio?: number;
  /** Decay of Adam's mean gradient, in [0, 1). Default: 0.9. */
  readonly adamBeta1?: number;
  /** Decay of Adam's mean squared gradient, in [0, 1). Default: 0.999. */
  readonly adamBeta2?: number;
  /** Keeps Adam's division finite, above 0. Default: 1e-7. */
  readonly epsilon?: number;
  /** Coefficient of the decoupled decay of what takes Adam's steps, at least 0. Default: 0.004. */
  readonly adamWeightDecay?: number;
}

/**
 * Muon: for matrices m ← μ m + g, u = `orthogonalize`(g + μ m), or of m without Nesterov, and p ← p - lr (u +
 * weightDecay · p); for all else, and for what is excluded, p ← p - lr (adamLrRatio · u + adamWeightDecay · p) with the u
 * of `scaleByAdam`. Kernels of convolutions, of rank 4, are no matrices here, as in Keras.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `muon/matrices/momentum/trace/…`,
 * `muon/others/adam/count`, `muon/others/adam/mu/…` and `muon/others/adam/nu/…`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, CLIP_CONFLICT
 * @see Jordan et al.: "Muon: An optimizer for hidden layers in neural networks" (2024)
 * @see https://keras.io/api/optimizers/muon/
 */
export function muon(options: MuonOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 0.001, momentum = 0.95, nesterov = true, nsSteps = 5, rmsRate = 0.2, mask } = options;
  const { muonA = 3.4445, muonB = -4.775, muonC = 2.0315, weightDecay = 0.004 } = options;
  const { excludeLayers = [], excludeEmbeddings = true, adamLrRatio = 1, adamWeightDecay = 0.004 } = options;
  const { adamBeta1 = 0.9, adamBeta2 = 0.999, epsilon = 1e-7 } = options;
  checkFlag('muon', 'nesterov', nesterov);
  checkNames('muon', 'excludeLayers', excludeLayers);
  checkFlag('muon', 'excludeEmbeddings', excludeEmbeddings);
  checkNonNegative('muon', 'adamLrRatio', adamLrRatio);
  checkNonNegative('muon', 'weightDecay', weightDecay);
  checkNonNegative('muon', 'adamWeightDecay', adamWeightDecay);

  const isMatrix = (path: string, { rank }: Tensor): boolean =>
    rank === 2 &&
    !(excludeEmbeddings && path.toLowerCase().includes('embedding')) &&
    !excludeLayers.some((part) => path.includes(part));
  const ofMatrices = namedChain({
    momentum: trace({ decay: momentum, nesterov }),
    orthogonalize: orthogonalize({
      steps: nsSteps,
      coefficients: [muonA, muonB, muonC],
      rmsRate: rmsRate ?? undefined,
    }),
  });
  const ofOthers = namedChain({
    adam: scaleByAdam({ beta1: adamBeta1, beta2: adamBeta2, epsilon }),
    ratio: scale(adamLrRatio),
  });
  const decays = isChosenBy(mask);
  /** The parts for some parameters, whose ranks say which of them are matrices. */
  const partsFor = (params: TensorTree, rate: Tensor): GradientTransformation<NamedStates> => {
    checkMaskFits(mask, params);
    const entries = treeEntries<Tensor>(params);
    const matrices = new Set(entries.flatMap(([path, param]) => (isMatrix(path, param) ? [path] : [])));
    const coefficientOf = (path: string): number => (matrices.has(path) ? weightDecay : adamWeightDecay);
    const decaying = [...new Set([weightDecay, adamWeightDecay])]
      .filter((coefficient) => coefficient > 0)
      .map((coefficient, index) => {
        const isDecaying = (path: string): boolean => coefficientOf(path) === coefficient && decays(path);
        return [`decay${index}`, addDecayedWeights({ weightDecay: mul(rate, -coefficient), mask: isDecaying })];
      });
    return namedChain({
      matrices: masked(ofMatrices, (path) => matrices.has(path)),
      others: masked(ofOthers, (path) => !matrices.has(path)),
      scale: scale(neg(rate)),
      ...(Object.fromEntries(decaying) as NamedParts),
    });
  };
  const own = { momentum, nesterov, nsSteps, muonA, muonB, muonC, rmsRate, excludeLayers, excludeEmbeddings };
  const ofAdam = { adamLrRatio, adamBeta1, adamBeta2, epsilon, adamWeightDecay };
  return defineRecipe(
    'muon',
    { learningRate, ...own, ...ofAdam, ...commonOptions(options), weightDecay },
    {
      direction: (rate) => ({
        muon: {
          init: (params) => partsFor(params, rate).init(params),
          update: (grads, state, params, context) =>
            partsFor(params, rate).update(grads, state as NamedStates, params, context),
        },
      }),
      decay: 'within',
    },
  );
}
