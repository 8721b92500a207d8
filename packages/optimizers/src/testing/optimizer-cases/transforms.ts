/** The transformations, as cases of the optimizer suite. */
import type { OptimizerCase } from '@isograd/conformance';
import { mul, neg } from '@tensorflow/tfjs-core';
import { mapTensors } from '../../map-tensors.js';
import { constant } from '../../schedules/constant.js';
import { cosineDecay } from '../../schedules/cosine-decay.js';
import { adaptiveGradientClip } from '../../transforms/adaptive-gradient-clip.js';
import { addDecayedWeights } from '../../transforms/add-decayed-weights.js';
import { addNoise } from '../../transforms/add-noise.js';
import { centralizeGradients } from '../../transforms/centralize-gradients.js';
import { chain, namedChain } from '../../transforms/chain.js';
import { clipByGlobalNorm } from '../../transforms/clip-by-global-norm.js';
import { clipByNorm } from '../../transforms/clip-by-norm.js';
import { clipByValue } from '../../transforms/clip-by-value.js';
import { followTheRegularizedLeader } from '../../transforms/follow-the-regularized-leader.js';
import { freeze } from '../../transforms/freeze.js';
import { identity } from '../../transforms/identity.js';
import { lineSearch } from '../../transforms/line-search.js';
import { masked } from '../../transforms/masked.js';
import { reduceOnPlateau } from '../../transforms/reduce-on-plateau.js';
import { scale } from '../../transforms/scale.js';
import { scaleByAdadelta } from '../../transforms/scale-by-adadelta.js';
import { scaleByAdafactor } from '../../transforms/scale-by-adafactor.js';
import { scaleByAdagrad } from '../../transforms/scale-by-adagrad.js';
import { scaleByAdam } from '../../transforms/scale-by-adam.js';
import { scaleByAdamax } from '../../transforms/scale-by-adamax.js';
import { scaleByAdan } from '../../transforms/scale-by-adan.js';
import { scaleByLbfgs } from '../../transforms/scale-by-lbfgs.js';
import { scaleByLearningRate } from '../../transforms/scale-by-learning-rate.js';
import { scaleByLion } from '../../transforms/scale-by-lion.js';
import { scaleByNadam } from '../../transforms/scale-by-nadam.js';
import { scaleByRadam } from '../../transforms/scale-by-radam.js';
import { scaleByRms } from '../../transforms/scale-by-rms.js';
import { scaleByTrustRatio } from '../../transforms/scale-by-trust-ratio.js';
import { scheduleFree } from '../../transforms/schedule-free.js';
import { stateless } from '../../transforms/stateless.js';
import { trace } from '../../transforms/trace.js';
import { withLearningRate } from '../../transforms/with-learning-rate.js';

const decays = 'weights decay';
const forgets = 'the first update forgets where training starts';
const products = 'products, of gradients and steps';
const sums = 'squares, for a norm';

/** The first word of a name is that of the export. */
export const transformCases: readonly OptimizerCase[] = [
  { name: 'adaptiveGradientClip', make: () => adaptiveGradientClip({ clipping: 0.1 }), isDirection: true, sums },
  {
    name: 'addDecayedWeights',
    make: () => addDecayedWeights({ weightDecay: 0.1 }),
    isDirection: true,
    movesAtZeroGradient: decays,
  },
  {
    name: 'addDecayedWeights, mask',
    make: () => addDecayedWeights({ weightDecay: 0.1, mask: (path) => path.endsWith('kernel') }),
    isDirection: true,
    movesAtZeroGradient: decays,
  },
  {
    name: 'addNoise',
    make: () => addNoise({ eta: 0.01, seed: 1 }),
    isDirection: true,
    isRandom: true,
    movesAtZeroGradient: 'noise does',
  },
  { name: 'centralizeGradients', make: () => centralizeGradients(), isDirection: true, sums: 'gradients, for a mean' },
  { name: 'chain', make: () => chain(), isDirection: true },
  {
    name: 'chain, of three',
    make: () => chain(clipByGlobalNorm(1), scaleByAdam({ epsilon: 1e-8 }), scaleByLearningRate(0.05)),
    isGlobal: true,
    sums,
  },
  { name: 'clipByGlobalNorm', make: () => clipByGlobalNorm(0.5), isDirection: true, isGlobal: true, sums },
  { name: 'clipByNorm', make: () => clipByNorm(0.1), isDirection: true, sums },
  { name: 'clipByValue', make: () => clipByValue(0.1), isDirection: true },
  {
    name: 'followTheRegularizedLeader',
    make: () => withLearningRate(0.1, (learningRate) => ({ ftrl: followTheRegularizedLeader({ learningRate }) })),
    movesAtZeroGradient: forgets,
  },
  {
    name: 'freeze',
    make: () => freeze((path) => path.endsWith('bias')),
    isDirection: true,
    hidesNaN: 'nothing reaches what is frozen',
  },
  { name: 'identity', make: () => identity(), isDirection: true },
  {
    name: 'lineSearch',
    make: () => lineSearch(chain(scaleByLbfgs(), scale(-1)), { steps: 3 }),
    needs: 'evaluate',
    isGlobal: true,
    sums: products,
  },
  {
    name: 'masked',
    make: () => masked(scaleByAdam({ epsilon: 1e-7 }), (path) => path.endsWith('kernel')),
    isDirection: true,
  },
  { name: 'namedChain', make: () => namedChain({ momentum: trace({ decay: 0.9 }), scale: scale(-0.01) }) },
  { name: 'reduceOnPlateau', make: () => reduceOnPlateau({ patience: 1 }), isDirection: true, needs: 'loss' },
  {
    name: 'reduceOnPlateau, all options',
    make: () =>
      reduceOnPlateau({
        factor: 0.5,
        patience: 0,
        thresholdMode: 'abs',
        cooldown: 1,
        minScale: 0.1,
        accumulationSteps: 2,
      }),
    isDirection: true,
    needs: 'loss',
  },
  { name: 'scale', make: () => scale(-0.05) },
  { name: 'scaleByTrustRatio', make: () => scaleByTrustRatio(), isDirection: true, sums },
  {
    name: 'scheduleFree',
    make: () => withLearningRate(0.05, (learningRate) => ({ free: scheduleFree({ learningRate, warmupSteps: 3 }) })),
  },
  {
    name: 'stateless',
    make: () => stateless((grads) => mapTensors('stateless', ([g]) => mul(g, -0.05), [grads])),
  },
  { name: 'scaleByAdadelta', make: () => scaleByAdadelta({ epsilon: 1e-3 }), isDirection: true },
  {
    name: 'scaleByAdafactor',
    make: () => withLearningRate(0.05, (learningRate) => ({ adafactor: scaleByAdafactor({ learningRate }) })),
    sums: 'squares, for means',
  },
  { name: 'scaleByAdagrad', make: () => scaleByAdagrad({ epsilon: 1e-7 }), isDirection: true },
  { name: 'scaleByAdam', make: () => scaleByAdam({ epsilon: 1e-7 }), isDirection: true },
  {
    name: 'scaleByAdam, amsgrad, torch',
    make: () => scaleByAdam({ epsilon: 1e-8, beta1: 0.8, beta2: 0.99, amsgrad: true, convention: 'torch' }),
    isDirection: true,
  },
  { name: 'scaleByAdamax', make: () => scaleByAdamax({ epsilon: 1e-7 }), isDirection: true },
  { name: 'scaleByAdan', make: () => scaleByAdan({ epsilon: 1e-8 }), isDirection: true },
  {
    name: 'scaleByLbfgs',
    make: () => scaleByLbfgs({ memorySize: 4 }),
    isDirection: true,
    isGlobal: true,
    sums: products,
  },
  { name: 'scaleByLearningRate', make: () => scaleByLearningRate(0.05) },
  {
    name: 'scaleByLearningRate, schedule',
    make: () => scaleByLearningRate(cosineDecay({ initialLearningRate: 0.05, decaySteps: 50 })),
  },
  { name: 'scaleByLion', make: () => scaleByLion(), isDirection: true },
  { name: 'scaleByNadam', make: () => scaleByNadam({ epsilon: 1e-7 }), isDirection: true },
  { name: 'scaleByRadam', make: () => scaleByRadam({ epsilon: 1e-8 }), isDirection: true },
  { name: 'scaleByRms', make: () => scaleByRms({ epsilon: 1e-7 }), isDirection: true },
  { name: 'scaleByRms, centered', make: () => scaleByRms({ epsilon: 1e-3, centered: true }), isDirection: true },
  { name: 'scaleByRms, torch', make: () => scaleByRms({ epsilon: 1e-8, convention: 'torch' }), isDirection: true },
  { name: 'trace', make: () => trace({ decay: 0.9 }), isDirection: true },
  { name: 'trace, nesterov', make: () => trace({ decay: 0.9, nesterov: true }), isDirection: true },
  {
    name: 'withLearningRate, schedule',
    make: () =>
      withLearningRate(constant(0.01), (rate) => ({ scale: scale(neg(rate)), momentum: trace({ decay: 0.9 }) })),
  },
];
