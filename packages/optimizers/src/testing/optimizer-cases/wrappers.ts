/** The wrappers, around several recipes, as cases of the optimizer suite. */
import type { OptimizerCase } from '@isograd/conformance';
import { adam } from '../../recipes/adam.js';
import { adamw } from '../../recipes/adamw.js';
import { sgd } from '../../recipes/sgd.js';
import { accumulateGradients } from '../../wrappers/accumulate-gradients.js';
import { applyIfFinite } from '../../wrappers/apply-if-finite.js';
import { exponentialMovingAverage } from '../../wrappers/exponential-moving-average.js';
import { freezing } from '../../wrappers/freezing.js';
import { lookahead } from '../../wrappers/lookahead.js';
import { lossScaling } from '../../wrappers/loss-scaling.js';
import { multiOptimizer } from '../../wrappers/multi-optimizer.js';
import { sam } from '../../wrappers/sam.js';
import { stochasticWeightAveraging } from '../../wrappers/stochastic-weight-averaging.js';

const isLeftOut = 'an update that is not finite is left out';
const sums = 'squares, for a norm';

/** The first word of a name is that of the export. */
export const wrapperCases: readonly OptimizerCase[] = [
  {
    name: 'accumulateGradients, of adam',
    make: () => accumulateGradients(adam({ learningRate: 0.05 }), { steps: 3 }),
  },
  {
    name: 'accumulateGradients, twice, of sgd',
    make: () =>
      accumulateGradients(accumulateGradients(sgd({ learningRate: 0.1, momentum: 0.9 }), { steps: 2 }), { steps: 2 }),
  },
  {
    name: 'applyIfFinite, of adam',
    make: () => applyIfFinite(adam({ learningRate: 0.05 }), { maxConsecutiveErrors: 3 }),
    hidesNaN: isLeftOut,
  },
  {
    name: 'applyIfFinite, of sgd, without patience',
    make: () => applyIfFinite(sgd({ learningRate: 0.05 }), { maxConsecutiveErrors: 0 }),
  },
  {
    name: 'exponentialMovingAverage, of adam',
    make: () => exponentialMovingAverage(adam({ learningRate: 0.05 }), { momentum: 0.9 }),
  },
  {
    name: 'exponentialMovingAverage, overwriteFrequency, of sgd',
    make: () => exponentialMovingAverage(sgd({ learningRate: 0.05 }), { momentum: 0.5, overwriteFrequency: 3 }),
  },
  {
    name: 'freezing, of adamw',
    make: () =>
      freezing(adamw({ learningRate: 0.05 }), {
        mask: {
          scale: true,
          blocks: [
            { kernel: true, bias: true },
            { kernel: false, bias: false },
          ],
          head: { kernel: false, unused: false },
        },
      }),
    movesAtZeroGradient: 'weights decay',
    hidesNaN: 'nothing reaches what is frozen',
  },
  {
    name: 'freezing, predicate, of sgd',
    make: () => freezing(sgd({ learningRate: 0.05 }), { mask: (path) => path.endsWith('bias') }),
    hidesNaN: 'nothing reaches what is frozen',
    isSerializable: false,
  },
  { name: 'lookahead, of adam', make: () => lookahead(adam({ learningRate: 0.05 })) },
  {
    name: 'lookahead, syncPeriod, slowStepSize, of sgd',
    make: () => lookahead(sgd({ learningRate: 0.1 }), { syncPeriod: 2, slowStepSize: 0.8 }),
  },
  { name: 'lossScaling, of adam', make: () => lossScaling(adam({ learningRate: 0.05 })), hidesNaN: isLeftOut },
  {
    name: 'lossScaling, growing, of sgd',
    make: () => lossScaling(sgd({ learningRate: 0.05 }), { initialScale: 4, dynamicGrowthSteps: 2 }),
    hidesNaN: isLeftOut,
  },
  {
    name: 'multiOptimizer, of adam, sgd and lookahead',
    make: () =>
      multiOptimizer({
        default: adam({ learningRate: 0.05 }),
        groups: {
          head: { params: ['head'], optimizer: sgd({ learningRate: 0.05, momentum: 0.5 }) },
          first: { params: ['blocks/0', 'scale'], optimizer: lookahead(sgd({ learningRate: 0.1 })) },
        },
      }),
  },
  {
    name: 'multiOptimizer, predicate',
    make: () =>
      multiOptimizer({
        default: sgd({ learningRate: 0.05 }),
        groups: { biases: { params: (path) => path.endsWith('bias'), optimizer: adam({ learningRate: 0.05 }) } },
      }),
    isSerializable: false,
  },
  { name: 'sam, of sgd', make: () => sam(sgd({ learningRate: 0.05 })), needs: 'evaluate', isGlobal: true, sums },
  {
    name: 'sam, adaptive, of adam',
    make: () => sam(adam({ learningRate: 0.05 }), { rho: 0.5, adaptive: true }),
    needs: 'evaluate',
    isGlobal: true,
    sums,
  },
  {
    name: 'stochasticWeightAveraging, of sgd',
    make: () => stochasticWeightAveraging(sgd({ learningRate: 0.05 }), { startStep: 3, period: 2 }),
  },
];
