/** The wrappers, around several recipes and around each other, as cases of the optimizer suite. */
import type { OptimizerCase } from '@isograd/conformance';
import { adam } from '../../recipes/adam.js';
import { sgd } from '../../recipes/sgd.js';
import { accumulateGradients } from '../../wrappers/accumulate-gradients.js';

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
];
