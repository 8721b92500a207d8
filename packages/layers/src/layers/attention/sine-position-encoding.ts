/** Positions as sines and cosines. */
import type { PartialShape } from '@isograd/core';
import {
  broadcastTo,
  cast,
  cos,
  expandDims,
  mul,
  reshape,
  sin,
  slice,
  stack,
  type Tensor,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { attentionRank } from './attention-messages.js';
import type { LayerConfig, LayerOptions } from '../../layer.js';
import { unknownAxis } from '../../messages.js';
import { positiveNumber } from '../../option-checks.js';
import type { TensorList } from '../../tensor-list.js';
import { PositionLayer } from './position-layer.js';
import { positionsOf } from './positions.js';

/** Options of `sinePositionEncoding`, with KerasHub's names. */
export interface SinePositionEncodingOptions extends LayerOptions {
  /** Longest wavelength, in positions over 2π. Default: 10000. */
  readonly maxWavelength?: number;
}

/** The layer behind `sinePositionEncoding`. */
export class SinePositionEncoding extends PositionLayer {
  readonly className: string = 'SinePositionEncoding';
  readonly #maxWavelength: number;

  constructor(options: SinePositionEncodingOptions = {}) {
    super(options);
    this.#maxWavelength = positiveNumber('sinePositionEncoding', 'maxWavelength', options.maxWavelength ?? 10000);
  }

  protected override timeAxis(shape: PartialShape): number {
    if (shape.length !== 3) throw attentionRank(this.label, 'its input', shape, '[batch, time, features]');
    if ((shape[2] ?? null) === null) throw unknownAxis(this.label, shape, 'a known last axis');
    return 1;
  }

  override call(inputs: TensorList): Tensor {
    this.checkInputs(inputs);
    const [x, given] = inputs;
    const [batch = 0, time = 0, features = 0] = x.shape;
    const positions = positionsOf(this.label, time, given); // [1 or batch, time]
    const [rows = 1] = positions.shape;
    const pairs = Math.ceil(features / 2);
    const frequencies = Float32Array.from(
      { length: pairs },
      (_, pair) => this.#maxWavelength ** ((-2 * pair) / features),
    );
    const angles = mul(expandDims(cast(positions, 'float32'), 2), tensor1d(frequencies)); // [rows, time, pairs]
    const joined = reshape(stack([sin(angles), cos(angles)], 3), [rows, time, 2 * pairs]);
    const encoding = 2 * pairs === features ? joined : slice(joined, [0, 0, 0], [rows, time, features]);
    return rows === batch ? encoding : broadcastTo(encoding, [batch, time, features]);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), maxWavelength: this.#maxWavelength };
  }
}

/**
 * Positions as sines and cosines of growing wavelength, to be added to embeddings: feature 2i of position p is
 * sin(p · maxWavelength^(-2i / features)), feature 2i + 1 the cosine of the same.
 *
 * Input float32 `[batch, time, features]`, of which only the shape matters; the output has the same shape and is the
 * encoding alone, as in KerasHub. A second input, int32, says where the sequence is: `[]`, the position of its first
 * step (default: 0), or `[batch, time]`, that of every step. No weights.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} ATTENTION_RANK, POSITIONS_SHAPE @throws {DTypeError} POSITIONS_DTYPE
 * @see Vaswani et al.: "Attention Is All You Need" (2017), section 3.5
 */
export function sinePositionEncoding(options: SinePositionEncodingOptions = {}): SinePositionEncoding {
  return new SinePositionEncoding(options);
}
