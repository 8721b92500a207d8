/** How the layer of a fixture case is written with ops. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { FixtureCase } from '../fixtures.js';

/** Inputs and weights of a case, by the names of the fixture file. */
export type CaseTensors = { readonly [name: string]: Tensor };

/** What the configs of layer cases hold, in the words of the fixture file. */
export interface LayerCaseConfig {
  readonly activation?: string;
  readonly recurrent_activation?: string;
  readonly rank?: number;
  readonly groups?: number;
  readonly strides?: readonly number[];
  readonly dilation?: readonly number[];
  readonly padding?: 'same' | 'valid' | 'causal' | readonly (readonly [number, number])[];
  readonly mode?: 'max' | 'avg';
  readonly pool_size?: readonly number[];
  readonly keepdims?: boolean;
  readonly training?: boolean;
  readonly epsilon?: number;
  readonly momentum?: number;
  readonly axes?: readonly number[];
  readonly name?: string;
  readonly kind?: 'simple' | 'lstm' | 'gru';
  readonly units?: number;
  readonly reset_after?: boolean;
  readonly bidirectional?: boolean;
  readonly heads?: number;
  readonly key_dim?: number;
  readonly causal?: boolean;
  readonly size?: readonly [number, number];
  readonly interpolation?: 'nearest' | 'bilinear';
}

/** A case of `layers.json`. */
export type LayerCase = FixtureCase<LayerCaseConfig>;

/** A layer: from inputs and weights to its outputs, by name. */
export type LayerByOps = (tensors: CaseTensors, config: LayerCaseConfig) => CaseTensors;

/**
 * The tensor of a case that its op always has.
 *
 * @throws {Error} when it has none.
 */
export function tensorOf(tensors: CaseTensors, name: string): Tensor {
  const found = tensors[name];
  if (found === undefined) throw new Error(`the fixture case has no tensor "${name}"`);
  return found;
}
