/** Every case of the layer suite. */
import type { LayerCase } from '@isograd/conformance';
import { coreCases } from './core.js';
import { modelCases } from './models.js';

/** By family; each class of the layer table occurs. */
export const layerCases: readonly LayerCase[] = [...coreCases, ...modelCases];
