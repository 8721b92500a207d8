/** Every case of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { activationCases } from './activations.js';
import { convolutionCases } from './convolution.js';
import { coreCases } from './core.js';
import { modelCases } from './models.js';
import { poolingCases } from './pooling.js';
import { reshapingCases } from './reshaping.js';
import { recurrentCases } from './recurrent.js';

/** The families. */
const families: readonly (readonly LayerCase[])[] = [activationCases, coreCases, modelCases, recurrentCases];
import { attentionCases } from './attention.js';
import { coreCases } from './core.js';
import { modelCases } from './models.js';
import { positionCases } from './positions.js';

/** The families. */
const families: readonly (readonly LayerCase[])[] = [
  activationCases,
  attentionCases,
  coreCases,
  modelCases,
  positionCases,
];

/** By family; each class of the layer table occurs. */
export const layerCases: readonly LayerCase[] = families.flat();
export const layerCases: readonly LayerCase[] = [
  ...convolutionCases,
  ...coreCases,
  ...modelCases,
  ...poolingCases,
  ...reshapingCases,
];
