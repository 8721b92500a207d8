/** Wrappers around wrappers, as cases of the optimizer suite and of training. */
import type { OptimizerCase } from '@isograd/conformance';
import type { Optimizer } from '../../optimizer.js';
import { adam } from '../../recipes/adam.js';
import { adamw } from '../../recipes/adamw.js';
import { lbfgs } from '../../recipes/lbfgs.js';
import { rmsprop } from '../../recipes/rmsprop.js';
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

/** A case whose transformation is an optimizer for any parameters, some of them biases. */
export interface NestingCase extends OptimizerCase {
  readonly make: () => Optimizer;
}

const isBias = (path: string): boolean => path === 'b' || path.endsWith('bias');
const isLeftOut = 'an update that is not finite is left out';
const searched = { needs: 'evaluate', sums: 'products, of gradients and steps' } as const;
const perturbed = { needs: 'evaluate', sums: 'squares, for a norm' } as const;

/** The first word of a name is that of the export. */
export const nestingCases: readonly NestingCase[] = [
  {
    name: 'accumulateGradients, of lossScaling, of sam, of adam',
    make: () => accumulateGradients(lossScaling(sam(adam({ learningRate: 0.05 }))), { steps: 2 }),
    ...perturbed,
    hidesNaN: isLeftOut,
  },
  {
    name: 'exponentialMovingAverage, of lookahead, of sgd',
    make: () =>
      exponentialMovingAverage(lookahead(sgd({ learningRate: 0.05 }), { syncPeriod: 2 }), {
        momentum: 0.5,
        overwriteFrequency: 3,
      }),
  },
  {
    name: 'lookahead, of exponentialMovingAverage, of applyIfFinite, of rmsprop',
    make: () =>
      lookahead(exponentialMovingAverage(applyIfFinite(rmsprop({ learningRate: 0.02 }), { maxConsecutiveErrors: 2 })), {
        syncPeriod: 4,
      }),
    hidesNaN: isLeftOut,
  },
  {
    name: 'lossScaling, of accumulateGradients, of sam, of sgd',
    make: () =>
      lossScaling(
        accumulateGradients(sam(sgd({ learningRate: 0.1, momentum: 0.5 }), { adaptive: true }), { steps: 3 }),
      ),
    ...perturbed,
    hidesNaN: isLeftOut,
  },
  {
    name: 'sam, of lookahead, of lossScaling, of adamw',
    make: () => sam(lookahead(lossScaling(adamw({ learningRate: 0.05 }), { dynamicGrowthSteps: 4 }))),
    ...perturbed,
    movesAtZeroGradient: 'weights decay',
    hidesNaN: isLeftOut,
  },
  {
    name: 'multiOptimizer, of lookahead, of sam, of adam, and of accumulateGradients, of sgd',
    make: () =>
      multiOptimizer({
        default: lookahead(sam(adam({ learningRate: 0.05 })), { syncPeriod: 3 }),
        groups: {
          biases: {
            params: isBias,
            optimizer: exponentialMovingAverage(accumulateGradients(sgd({ learningRate: 0.1 }), { steps: 2 })),
          },
        },
      }),
    ...perturbed,
    isGlobal: true,
    isSerializable: false,
  },
  {
    name: 'stochasticWeightAveraging, of freezing, of lbfgs',
    make: () =>
      stochasticWeightAveraging(freezing(lbfgs({ memorySize: 3, lineSearchSteps: 2 }), { mask: isBias }), {
        startStep: 4,
        period: 2,
      }),
    ...searched,
    isGlobal: true,
    isSerializable: false,
    hidesNaN: 'nothing reaches what is frozen',
  },
  {
    name: 'applyIfFinite, of multiOptimizer, of lbfgs and sgd',
    make: () =>
      applyIfFinite(
        multiOptimizer({
          default: lbfgs({ lineSearchSteps: 2 }),
          groups: { biases: { params: isBias, optimizer: sgd({ learningRate: 0.1 }) } },
        }),
        { maxConsecutiveErrors: 9 },
      ),
    ...searched,
    isSerializable: false,
    hidesNaN: isLeftOut,
  },
  { name: 'lossScaling, of lbfgs', make: () => lossScaling(lbfgs()), ...searched, hidesNaN: isLeftOut },
];
