/** Leaves steps of a sequence out. */
import type { PartialShape } from '@isograd/core';
import { any, cast, mul, notEqual, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { wrongRank } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { finiteNumber } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';

/** Options of `masking`, with Keras's names. */
export interface MaskingOptions extends LayerOptions {
  /** A step that has this in all its features does not count. Default: 0. */
  readonly maskValue?: number;
}

/** The layer behind `masking`. */
export class Masking extends Layer {
  readonly className: string = 'Masking';
  override readonly supportsMasking: boolean = true;
  readonly #maskValue: number;

  constructor(options: MaskingOptions = {}) {
    super(options);
    this.#maskValue = finiteNumber('masking', 'maskValue', options.maskValue ?? 0);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    if (shape.length < 3) {
      throw wrongRank(this.label, shape, '[batch, time, features]', 'add an axis of features with reshape().');
    }
    return shape;
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    return mul(x, cast(any(notEqual(x, this.#maskValue), -1, true), 'float32'));
  }

  override computeMask([x]: TensorList): readonly Tensor[] {
    return [any(notEqual(x, this.#maskValue), -1)];
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), maskValue: this.#maskValue };
  }
}

/**
 * Leaves out the steps of a sequence that have `maskValue` in all their features: layers behind it that use masks skip
 * them, losses and metrics do not count them.
 *
 * Input float32 `[batch, time, features]`; output of the same shape, 0 in the steps left out, with a mask bool
 * `[batch, time]`.
 *
 * @throws {ValueError} LAYER_OPTION
 * @example
 * import { lstm, masking, sequential } from '@isograd/layers';
 * const model = sequential({ layers: [masking({ inputShape: [null, 3] }), lstm({ units: 4 })] });
 */
export function masking(options: MaskingOptions = {}): Masking {
  return new Masking(options);
}
