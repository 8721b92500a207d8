/** How the loss of a fixture case is written with ops. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { CaseTensors } from './layer-case.js';

/** What the configs of loss cases hold, in the words of the fixture file. */
export interface LossCaseConfig {
  readonly delta?: number;
  readonly label_smoothing?: number;
  readonly ignore_index?: number;
  readonly alpha?: number | null;
  readonly gamma?: number;
  readonly smooth?: number;
  readonly margin?: number;
}

/** A loss: from the inputs of a case to the loss of each example, `[batch, ...]`. */
export type LossByOps = (inputs: CaseTensors, config: LossCaseConfig) => Tensor;
