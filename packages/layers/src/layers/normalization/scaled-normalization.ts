/** Normalizations that learn a factor gamma and a shift beta for each position along their axes. */
import type { Shape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ConstraintOption } from '../../constraints/named-constraint.js';
import type { InitializerOption } from '../../initializers/named-initializer.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { booleanOption } from '../../option-checks.js';
import type { RegularizerOption } from '../../regularizers/named-regularizer.js';
import type { Weight } from '../../weight.js';
import { requireSizes } from '../feature-axes.js';
import { readWeightOptions } from '../kernel-options.js';

/** Options of every normalization that learns a scale and a shift, with Keras's names. */
export interface ScaleAndShiftOptions extends LayerOptions {
  /** Whether `beta` is added. Default: true. */
  readonly center?: boolean;
  /** Whether the result is multiplied by `gamma`. Default: true. */
  readonly scale?: boolean;
  /** Default: zeros. */
  readonly betaInitializer?: InitializerOption;
  /** Default: ones. */
  readonly gammaInitializer?: InitializerOption;
  /** Adds a term to the loss. Default: none. */
  readonly betaRegularizer?: RegularizerOption;
  /** Adds a term to the loss. Default: none. */
  readonly gammaRegularizer?: RegularizerOption;
  /** Applied after every update. Default: none. */
  readonly betaConstraint?: ConstraintOption;
  /** Applied after every update. Default: none. */
  readonly gammaConstraint?: ConstraintOption;
}

/** What is learned. */
type Learned = Required<Pick<ScaleAndShiftOptions, 'center' | 'scale'>>;

/** Makes, keeps and writes down gamma and beta. */
export abstract class ScaledNormalization extends Layer {
  override readonly supportsMasking: boolean = true;
  readonly #learned: Learned;
  readonly #gammaOptions: ReturnType<typeof readWeightOptions>;
  readonly #betaOptions: ReturnType<typeof readWeightOptions>;
  #gamma: Weight | undefined;
  #beta: Weight | undefined;

  /** @param where - Name of the factory, for messages. */
  constructor(where: string, options: ScaleAndShiftOptions) {
    super(options);
    this.#learned = {
      center: booleanOption(where, 'center', options.center ?? true),
      scale: booleanOption(where, 'scale', options.scale ?? true),
    };
    this.#gammaOptions = readWeightOptions(where, 'gamma', options, 'ones');
    this.#betaOptions = readWeightOptions(where, 'beta', options, 'zeros');
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...this.#learned, ...this.#betaOptions.config, ...this.#gammaOptions.config };
  }

  /**
   * Makes what is learned; for use in `build`.
   *
   * @param sizes - Of the axes that have factors and shifts of their own.
   * @param learned - Default: what the options say.
   */
  protected addScaleAndShift(sizes: Shape, { center, scale }: Learned = this.#learned): void {
    if (scale) this.#gamma = this.addWeight('gamma', sizes, this.#gammaOptions.settings);
    if (center) this.#beta = this.addWeight('beta', sizes, this.#betaOptions.settings);
  }

  /** What is learned, of the sizes that it was made with; for use in `call`. */
  protected get scaleAndShift(): { readonly gamma?: Tensor; readonly beta?: Tensor } {
    return {
      ...(this.#gamma && { gamma: this.weight(this.#gamma) }),
      ...(this.#beta && { beta: this.weight(this.#beta) }),
    };
  }

  /**
   * Refuses an input of other sizes than those of what is learned.
   *
   * @throws {ShapeError} NORMALIZATION_AXES
   */
  protected requireSizes(sizes: readonly number[]): void {
    requireSizes(this.label, sizes, this.#gamma ?? this.#beta);
  }
}
