/** Adds a term of its input to the loss. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { nonNegativeNumber } from '../../option-checks.js';
import { l1l2 } from '../../regularizers/norms.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';

/** Options of `activityRegularization`, with Keras's names. */
export interface ActivityRegularizationOptions extends Omit<LayerOptions, 'activityRegularizer'> {
  /** Factor of Σ|x|, at least 0. Default: 0. */
  readonly l1?: number;
  /** Factor of Σx², at least 0. Default: 0. */
  readonly l2?: number;
}

/** The layer behind `activityRegularization`. */
export class ActivityRegularization extends Layer {
  readonly className: string = 'ActivityRegularization';
  override readonly supportsMasking: boolean = true;
  readonly #factors: { readonly l1: number; readonly l2: number };

  constructor(options: ActivityRegularizationOptions = {}) {
    const l1 = nonNegativeNumber('activityRegularization', 'l1', options.l1 ?? 0);
    const l2 = nonNegativeNumber('activityRegularization', 'l2', options.l2 ?? 0);
    super({ ...options, activityRegularizer: l1l2({ l1, l2 }) });
    this.#factors = { l1, l2 };
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    return onlyInput(this.label, inputShapes);
  }

  override call([x]: TensorList): Tensor {
    return x.clone();
  }

  override getConfig(): LayerConfig {
    const { activityRegularizer: _, ...config } = super.getConfig();
    return { ...config, ...this.#factors };
  }
}

/**
 * Passes its input through and adds (l1 · Σ|x| + l2 · Σx²) / batch to the loss.
 *
 * Input float32 `[batch, ...]`, output of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function activityRegularization(options: ActivityRegularizationOptions = {}): ActivityRegularization {
  return new ActivityRegularization(options);
}
