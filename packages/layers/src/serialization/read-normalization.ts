/** Reads normalizations that hold a layer. */
import type { LayerConfig } from '../layer.js';
import {
  SpectralNormalization,
  type SpectralNormalizationOptions,
} from '../layers/normalization/spectral-normalization.js';
import type { ReadLayer } from './layer-reader.js';

/** @throws {ValueError} CONFIG_LAYER, and what the layer throws */
export function readSpectralNormalization(config: LayerConfig, readLayer: ReadLayer): SpectralNormalization {
  return new SpectralNormalization({ ...config, layer: readLayer(config['layer']) } as SpectralNormalizationOptions);
}
