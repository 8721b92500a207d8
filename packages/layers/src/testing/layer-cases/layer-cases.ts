/** Every case of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { activationCases } from './activations.js';
import { attentionCases } from './attention.js';
import { augmentationCases } from './augmentation.js';
import { convolutionCases } from './convolution.js';
import { coreCases } from './core.js';
import { mergingCases } from './merging.js';
import { modelCases } from './models.js';
import { normalizationCases } from './normalization.js';
import { poolingCases } from './pooling.js';
import { positionCases } from './positions.js';
import { preprocessingCases } from './preprocessing.js';
import { recurrentCases } from './recurrent.js';
import { regularizationCases } from './regularization.js';
import { reshapingCases } from './reshaping.js';
import { transformerCases } from './transformer.js';

/** The families. */
const families: readonly (readonly LayerCase[])[] = [
  activationCases,
  attentionCases,
  augmentationCases,
  convolutionCases,
  coreCases,
  mergingCases,
  modelCases,
  normalizationCases,
  poolingCases,
  positionCases,
  preprocessingCases,
  recurrentCases,
  regularizationCases,
  reshapingCases,
  transformerCases,
];

/** By family; each class of the layer table occurs. */
export const layerCases: readonly LayerCase[] = families.flat();
