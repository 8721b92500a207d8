/** The transformations, as cases of the optimizer suite. */
import type { OptimizerCase } from '@isograd/conformance';
import { mul, neg } from '@tensorflow/tfjs-core';
import { mapTensors } from '../../map-tensors.js';
import { constant } from '../../schedules/constant.js';
import { cosineDecay } from '../../schedules/cosine-decay.js';
import { addDecayedWeights } from '../../transforms/add-decayed-weights.js';
import { chain, namedChain } from '../../transforms/chain.js';
import { clipByGlobalNorm } from '../../transforms/clip-by-global-norm.js';
import { clipByNorm } from '../../transforms/clip-by-norm.js';
import { clipByValue } from '../../transforms/clip-by-value.js';
import { identity } from '../../transforms/identity.js';
import { scale } from '../../transforms/scale.js';
import { scaleByAdam } from '../../transforms/scale-by-adam.js';
import { scaleByLearningRate } from '../../transforms/scale-by-learning-rate.js';
import { scaleByRms } from '../../transforms/scale-by-rms.js';
import { stateless } from '../../transforms/stateless.js';
import { trace } from '../../transforms/trace.js';
import { withLearningRate } from '../../transforms/with-learning-rate.js';

const decays = 'weights decay';
const sums = 'squares, for a norm';

/** The first word of a name is that of the export. */
export const transformCases: readonly OptimizerCase[] = [
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
  { name: 'identity', make: () => identity(), isDirection: true },
  { name: 'namedChain', make: () => namedChain({ momentum: trace({ decay: 0.9 }), scale: scale(-0.01) }) },
  { name: 'scale', make: () => scale(-0.05) },
  {
    name: 'stateless',
    make: () => stateless((grads) => mapTensors('stateless', ([g]) => mul(g, -0.05), [grads])),
  },
  { name: 'scaleByAdam', make: () => scaleByAdam({ epsilon: 1e-7 }), isDirection: true },
  {
    name: 'scaleByAdam, amsgrad, torch',
    make: () => scaleByAdam({ epsilon: 1e-8, beta1: 0.8, beta2: 0.99, amsgrad: true, convention: 'torch' }),
    isDirection: true,
  },
  { name: 'scaleByLearningRate', make: () => scaleByLearningRate(0.05) },
  {
    name: 'scaleByLearningRate, schedule',
    make: () => scaleByLearningRate(cosineDecay({ initialLearningRate: 0.05, decaySteps: 50 })),
  },
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
