/** Models, which hold other layers, made from their configs. */
import type { LayerConfig } from '../layer.js';
import { badGraphConfig } from './config-messages.js';
import { Functional } from '../models/functional.js';
import type { ModelOptions } from '../models/model.js';
import { Sequential } from '../models/sequential.js';
import { readGraph } from './graph-config.js';
import type { ReadLayer } from './layer-reader.js';

/** @throws {ValueError} CONFIG_GRAPH, and what the layers throw */
export function readFunctional(config: LayerConfig, readLayer: ReadLayer): Functional {
  return new Functional({ ...(config as ModelOptions), ...readGraph('Functional', config, readLayer) });
}

/** @throws {ValueError} CONFIG_GRAPH, and what the layers throw */
export function readSequential(config: LayerConfig, readLayer: ReadLayer): Sequential {
  const { layers } = config;
  if (!Array.isArray(layers)) throw badGraphConfig('Sequential', '`layers`', layers, 'a list of layers');
  return new Sequential({ ...(config as ModelOptions), layers: layers.map((layer: unknown) => readLayer(layer)) });
}
