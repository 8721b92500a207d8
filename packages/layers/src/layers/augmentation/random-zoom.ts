/** Enlarges and shrinks images. */
import { random, type RandomKey } from '@isograd/core';
import { mul, sub } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { type Factor, factorRange, type Range } from './factor.js';
import { type AffineMap, forEachImage, RandomAffine, type RandomAffineOptions } from './random-affine.js';

/** Options of `randomZoom`, with Keras's names. */
export interface RandomZoomOptions extends RandomAffineOptions {
  /** From -1 to 1, positive to zoom out: 0.2 shows 1.2 times the height; one number f stands for [-f, f]. */
  readonly heightFactor: Factor;
  /** The same for the width. Default: whatever is drawn for the height, so that nothing is distorted. */
  readonly widthFactor?: Factor;
}

/** The layer behind `randomZoom`. */
export class RandomZoom extends RandomAffine {
  readonly className: string = 'RandomZoom';
  readonly #heightFactor: Factor;
  readonly #widthFactor: Factor | undefined;
  readonly #heightRange: Range;
  readonly #widthRange: Range | undefined;

  constructor(options: RandomZoomOptions) {
    super('randomZoom', options);
    const { heightFactor, widthFactor } = options;
    const bounds = { least: -1, most: 1 };
    this.#heightFactor = heightFactor;
    this.#widthFactor = widthFactor;
    this.#heightRange = factorRange('randomZoom', 'heightFactor', heightFactor, bounds);
    this.#widthRange =
      widthFactor === undefined ? undefined : factorRange('randomZoom', 'widthFactor', widthFactor, bounds);
  }

  protected override drawMap(key: RandomKey, batch: number, height: number, width: number): AffineMap {
    const [heightKey, widthKey] = random.split(key, 2) as [RandomKey, RandomKey];
    const zoom = (of: RandomKey, [lower, upper]: Range) => random.uniform(of, [batch, 1], 1 + lower, 1 + upper);
    const zoomY = zoom(heightKey, this.#heightRange);
    const zoomX = this.#widthRange === undefined ? zoomY : zoom(widthKey, this.#widthRange);
    const none = forEachImage(batch, 0);
    return {
      fromX: [zoomX, none, mul(sub(1, zoomX), (width - 1) / 2)],
      fromY: [none, zoomY, mul(sub(1, zoomY), (height - 1) / 2)],
    };
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      heightFactor: this.#heightFactor,
      ...(this.#widthFactor === undefined ? {} : { widthFactor: this.#widthFactor }),
    };
  }
}

/**
 * While training, shows 1 + u times the height and 1 + v times the width of each image about its middle, u and v
 * uniform in their ranges.
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function randomZoom(options: RandomZoomOptions): RandomZoom {
  return new RandomZoom(options);
}
