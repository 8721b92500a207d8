/** What the layer suite is told of a layer: how it is made, what it is fed, and what is known of it beforehand. */
import type { DType, HostKey } from '@isograd/core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';

/** A weight, as far as the suite looks at it. */
export interface TestedWeight {
  readonly name: string;
  /** Names from the layer down: `layer/forward/kernel`. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly isTrainable: boolean;
  readonly variable: Variable;
}

/** Which positions of a tensor count, and terms of the loss, as they travel with a call. */
export interface TestedContext {
  readonly training: boolean;
  readonly masks: WeakMap<Tensor, Tensor>;
  readonly losses: Tensor[];
}

/** Sizes of the axes; `null` where unknown. */
type PartialShape = readonly (number | null)[];

/** A layer, as far as the suite looks at it. */
export interface TestedLayer {
  readonly className: string;
  readonly weights: readonly TestedWeight[];
  readonly trainableWeights: readonly TestedWeight[];
  computeOutputShape(inputShapes: readonly [PartialShape, ...PartialShape[]]): PartialShape | readonly PartialShape[];
  ensureBuilt(
    inputShapes: readonly [PartialShape, ...PartialShape[]],
    context: { readonly path: string; readonly key: HostKey },
  ): void;
  run(inputs: readonly [Tensor, ...Tensor[]], context: TestedContext): Tensor | readonly Tensor[];
  getConfig(): Readonly<Record<string, unknown>>;
  dispose(): void;
}

/** One input of a layer. */
export interface CaseInput {
  /** With the batch axis: `[2, 5, 3]`. */
  readonly shape: readonly number[];
  /** Default: float32, drawn from ±1 with no two values close together. */
  readonly dtype?: DType;
  /** int32 inputs are drawn from 0 up to, not including, this number. Default: 4. */
  readonly below?: number;
}

/** A layer with options, to be held to the contract of layers. */
export interface LayerCase {
  /** Names the options that it tries: `lstm, goBackwards`. Unique within a list. */
  readonly name: string;
  /** Makes the layer; twice the same. */
  readonly make: () => TestedLayer;
  readonly inputs: readonly [CaseInput, ...CaseInput[]];
  /** Shape of every weight by its name within the layer (`forward/kernel`), in order. Default: no weights. */
  readonly weights?: Readonly<Record<string, readonly number[]>>;
  /** Names of the weights that optimizers leave alone. Default: none. */
  readonly notTrainable?: readonly string[];
  /**
   * What becomes of a mask `[batch, time]` on the first input: `kept` as the mask of the first output, `dropped`, or
   * `none` where the input has no time axis and no mask is tried. Default: `dropped`.
   */
  readonly mask?: 'kept' | 'dropped' | 'none';
  /**
   * `smooth`: finite differences of inputs and weights in every mode; `inference`: in inference mode alone, since
   * training draws at random; `none`: nothing to differentiate. Default: `smooth`.
   */
  readonly gradient?: 'smooth' | 'inference' | 'none';
  /** Whether two training steps on the same input differ, for layers that draw at random. Default: false. */
  readonly isRandom?: boolean;
  /** Whether training mode computes something else than inference mode. Default: `isRandom`. */
  readonly trainingDiffers?: boolean;
  /** Whether it can be written down as JSON: false where it holds a function. Default: true. */
  readonly isSerializable?: boolean;
  /** Whether it remembers the batch before, so that inference changes weights. Default: false. */
  readonly isStateful?: boolean;
  /** Whether it was given a seed, so that the key of the model does not matter. Default: false. */
  readonly hasOwnSeed?: boolean;
}
