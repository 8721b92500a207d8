/** Names of weights, relative to the layer or model that is asked. */
import type { Layer } from './layer.js';
import type { Weight } from './weight.js';

/**
 * Every weight once, with its name relative to `layer`: `dense_1/kernel`.
 *
 * A weight's own `path` starts at the model that built it first, which need not be the one that is trained or saved:
 * an encoder may have been used alone before.
 */
export function weightEntries(layer: Layer): readonly (readonly [name: string, weight: Weight])[] {
  const entries = new Map<Weight, string>();
  collect(layer, '', entries);
  return [...entries].map(([weight, name]) => [name, weight]);
}

function collect(layer: Layer, prefix: string, entries: Map<Weight, string>): void {
  for (const weight of layer.ownWeights) if (!entries.has(weight)) entries.set(weight, `${prefix}${weight.name}`);
  for (const inner of layer.sublayers) collect(inner, `${prefix}${inner.name}/`, entries);
}
