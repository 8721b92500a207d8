/** Brings numbers into another range. */
import type { PartialShape } from '@isograd/core';
import { add, mul, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';

/** Options of `rescaling`, with Keras's names. */
export interface RescalingOptions extends LayerOptions {
  /** Factor; a list has one for each channel. */
  readonly scale: number | readonly number[];
  /** What is added afterwards; a list has one number for each channel. Default: 0. */
  readonly offset?: number | readonly number[];
}

/** The layer behind `rescaling`. */
export class Rescaling extends Layer {
  readonly className: string = 'Rescaling';
  override readonly supportsMasking: boolean = true;
  readonly #scale: number | readonly number[];
  readonly #offset: number | readonly number[];

  constructor(options: RescalingOptions) {
    super(options);
    this.#scale = numbersOption('scale', options.scale);
    this.#offset = numbersOption('offset', options.offset ?? 0);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const channels = shape.length > 1 ? (shape.at(-1) ?? null) : 1;
    for (const [option, value] of Object.entries({ scale: this.#scale, offset: this.#offset })) {
      if (typeof value === 'number' || channels === null || value.length === channels) continue;
      throw badOption(this.label, option, value, `a number, or one for each of the ${channels} channels`);
    }
    return shape;
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const scaled = mul(x, this.#scale as number | number[]);
    return this.#offset === 0 ? scaled : add(scaled, this.#offset as number | number[]);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), scale: this.#scale, offset: this.#offset };
  }
}

function numbersOption(option: string, value: unknown): number | readonly number[] {
  const numbers: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (numbers.length > 0 && numbers.every(Number.isFinite)) return value as number | readonly number[];
  throw badOption('rescaling', option, value, 'a finite number, or a list of them');
}

/**
 * Multiplies and adds, y = scale · x + offset, in training and inference alike.
 *
 * Input float32 or int32 `[batch, ...]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION
 * @example
 * import { rescaling, sequential } from '@isograd/layers';
 * // bytes to the range from -1 to 1
 * const model = sequential({ layers: [rescaling({ scale: 1 / 127.5, offset: -1, inputShape: [28, 28, 1] })] });
 */
export function rescaling(options: RescalingOptions): Rescaling {
  return new Rescaling(options);
}
