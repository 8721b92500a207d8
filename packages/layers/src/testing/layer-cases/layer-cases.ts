/** Every case of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { activationCases } from './activations.js';
import { coreCases } from './core.js';
import { modelCases } from './models.js';

/** By family; each class of the layer table occurs. */
export const layerCases: readonly LayerCase[] = [...coreCases, ...modelCases];
export const layerCases: readonly LayerCase[] = [...activationCases, ...coreCases];
