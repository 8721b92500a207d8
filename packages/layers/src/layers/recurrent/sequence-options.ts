/** The options of every recurrent layer that say how it goes through a sequence. */
import type { PartialShape } from '@isograd/core';
import type { LayerConfig, LayerOptions } from '../../layer.js';
import { booleanOption } from '../../option-checks.js';
import { badBatchInputShape } from './recurrent-messages.js';

/** Options of every recurrent layer, with Keras's names. */
export interface SequenceOptions extends LayerOptions {
  /** Whether the output is that of every step; otherwise that of the last one. Default: false. */
  readonly returnSequences?: boolean;
  /** Whether the states after the last step are further outputs; take them with `applyAll`. Default: false. */
  readonly returnState?: boolean;
  /** Whether the last frame comes first; outputs then stand in that order too. Default: false. */
  readonly goBackwards?: boolean;
  /**
   * Whether a batch starts with the states that the one before ended with, example by example, until `resetStates`.
   * Needs a batch size: `batchInputShape`. Default: false.
   */
  readonly stateful?: boolean;
  /** Accepted for Keras's sake: steps are always run one by one, and `jit` makes one program of them. Default: false. */
  readonly unroll?: boolean;
  /** Whether the output of masked steps is 0; otherwise that of the step before is repeated. Default: false. */
  readonly zeroOutputForMask?: boolean;
  /** Shape of a batch: as `inputShape`, with the batch axis in front. */
  readonly batchInputShape?: PartialShape;
}

/** The same with defaults filled in. */
export interface SequenceSettings {
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  readonly stateful: boolean;
  readonly zeroOutputForMask: boolean;
  /** null where it was not given. */
  readonly batchSize: number | null;
  /** Their part of the layer's config. */
  readonly config: LayerConfig;
}

/**
 * Reads the options.
 *
 * @param where - Name of the class, for messages.
 * @throws {ValueError} LAYER_OPTION
 */
export function readSequenceOptions(where: string, options: SequenceOptions): SequenceSettings {
  const flags = {
    returnSequences: booleanOption(where, 'returnSequences', options.returnSequences ?? false),
    returnState: booleanOption(where, 'returnState', options.returnState ?? false),
    goBackwards: booleanOption(where, 'goBackwards', options.goBackwards ?? false),
    stateful: booleanOption(where, 'stateful', options.stateful ?? false),
    zeroOutputForMask: booleanOption(where, 'zeroOutputForMask', options.zeroOutputForMask ?? false),
  };
  const unroll = booleanOption(where, 'unroll', options.unroll ?? false);
  const { batchInputShape } = options;
  return {
    ...flags,
    batchSize: batchInputShape?.[0] ?? null,
    config: { ...flags, unroll, ...(batchInputShape === undefined ? {} : { batchInputShape }) },
  };
}

/**
 * The options with the `inputShape` that `batchInputShape` means.
 *
 * @throws {ShapeError} LAYER_BATCH_INPUT_SHAPE
 */
export function withInputShape<Options extends SequenceOptions>(where: string, options: Options): Options {
  const { batchInputShape } = options;
  if (batchInputShape === undefined) return options;
  const isShape =
    Array.isArray(batchInputShape) &&
    batchInputShape.length > 0 &&
    batchInputShape.every((size) => size === null || (Number.isInteger(size) && size >= 1));
  if (!isShape) throw badBatchInputShape(where, batchInputShape);
  return { ...options, inputShape: batchInputShape.slice(1) };
}
