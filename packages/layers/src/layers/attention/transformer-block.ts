/** What encoder and decoder of a transformer share: options, layers inside, and the way around them. */
import type { PartialShape } from '@isograd/core';
import { add, type Tensor } from '@tensorflow/tfjs-core';
import {
  type ActivationFunction,
  type ActivationName,
  activationName,
  resolveActivation,
} from '../../activations/activation-function.js';
import { attentionRank, headsDoNotFit } from './attention-messages.js';
import type { CallContext } from '../../call-context.js';
import { type InitializerOption, resolveInitializer } from '../../initializers/named-initializer.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { lastAxisMismatch, layerNotBuilt, unknownAxis } from '../../messages.js';
import { serialized } from '../../named-option.js';
import { booleanOption, fraction, positiveInteger, positiveNumber } from '../../option-checks.js';
import { type Dense, dense } from '../core/dense.js';
import { type LayerNormalization, layerNormalization } from '../normalization/layer-normalization.js';
import { type Dropout, dropout } from '../regularization/dropout.js';
import type { MultiHeadAttentionOptions } from './multi-head-attention.js';

/** Options of `transformerEncoder` and `transformerDecoder`, with KerasHub's names. */
export interface TransformerOptions extends LayerOptions {
  /** Size of the hidden layer of the feed-forward network. */
  readonly intermediateDim: number;
  /** Number of heads; each has ⌊features / numHeads⌋ features. */
  readonly numHeads: number;
  /** Share that is set to zero while training: of attention weights, and of what attention and network give. Default: 0. */
  readonly dropout?: number;
  /** Of the hidden layer of the network. Default: relu. */
  readonly activation?: ActivationName | ActivationFunction;
  /** Added to the variance by the normalizations. Default: 1e-5. */
  readonly layerNormEpsilon?: number;
  /** Default: glorotUniform. */
  readonly kernelInitializer?: InitializerOption;
  /** Default: zeros. */
  readonly biasInitializer?: InitializerOption;
  /** Whether inputs are normalized (as in GPT-2), rather than sums (as in BERT). Default: false. */
  readonly normalizeFirst?: boolean;
}

/** A part of a block that is added to its input. */
export interface Sublayer {
  readonly norm: LayerNormalization;
  /** Where there is any. */
  readonly dropout: Dropout | undefined;
}

/** Base of encoder and decoder. */
export abstract class TransformerBlock extends Layer {
  override readonly supportsMasking: boolean = true;
  readonly #options: {
    readonly intermediateDim: number;
    readonly numHeads: number;
    readonly dropout: number;
    readonly layerNormEpsilon: number;
    readonly normalizeFirst: boolean;
  };
  readonly #activation: ActivationName | ActivationFunction;
  readonly #initializers: Pick<MultiHeadAttentionOptions, 'kernelInitializer' | 'biasInitializer'>;
  readonly #initializerConfig: LayerConfig;
  #network: (Sublayer & { readonly hidden: Dense; readonly output: Dense }) | undefined;

  constructor(where: string, options: TransformerOptions) {
    super(options);
    this.#options = {
      intermediateDim: positiveInteger(where, 'intermediateDim', options.intermediateDim),
      numHeads: positiveInteger(where, 'numHeads', options.numHeads),
      dropout: fraction(where, 'dropout', options.dropout ?? 0),
      layerNormEpsilon: positiveNumber(where, 'layerNormEpsilon', options.layerNormEpsilon ?? 1e-5),
      normalizeFirst: booleanOption(where, 'normalizeFirst', options.normalizeFirst ?? false),
    };
    this.#activation = options.activation ?? 'relu';
    resolveActivation(where, this.#activation);
    const kernelInitializer = resolveInitializer(where, options.kernelInitializer ?? 'glorotUniform');
    const biasInitializer = resolveInitializer(where, options.biasInitializer ?? 'zeros');
    this.#initializers = { kernelInitializer, biasInitializer };
    this.#initializerConfig = {
      kernelInitializer: serialized(kernelInitializer),
      biasInitializer: serialized(biasInitializer),
    };
  }

  /** Number of heads of every attention inside. */
  protected get numHeads(): number {
    return this.#options.numHeads;
  }

  /**
   * Refuses a sequence that the block cannot take.
   *
   * @throws {ShapeError} ATTENTION_RANK, SHAPE_UNKNOWN_AXIS, ATTENTION_HEADS, SHAPE_LAST_AXIS
   */
  protected checkSequence(name: string, shape: PartialShape): number {
    if (shape.length !== 3) throw attentionRank(this.label, name, shape, '[batch, time, features]');
    const features = shape[2] ?? null;
    if (features === null) throw unknownAxis(this.label, shape, 'a known last axis');
    return features;
  }

  /** The same for the sequence that passes through. */
  protected checkThrough(shape: PartialShape): void {
    const features = this.checkSequence('its input', shape);
    const { numHeads, intermediateDim } = this.#options;
    if (features < numHeads) throw headsDoNotFit(this.label, features, numHeads);
    const expected = this.#network?.hidden.ownWeights[0]?.shape[0] ?? features;
    if (features !== expected) throw lastAxisMismatch(this.label, shape, expected, [expected, intermediateDim]);
  }

  /** Options of an attention layer inside; for use in `build`. */
  protected attentionOptions(name: string, features: number): MultiHeadAttentionOptions {
    const { numHeads, dropout: rate } = this.#options;
    const keyDim = Math.floor(features / numHeads);
    return { name, numHeads, keyDim, dropout: rate, ...this.#initializers, dtypePolicy: this.dtypePolicy };
  }

  /** Builds a layer inside, and keeps it; for use in `build`. */
  protected addLayer<L extends Layer>(layer: L, ...inputShapes: readonly [PartialShape, ...PartialShape[]]): L {
    this.track(layer).ensureBuilt(inputShapes, this.contextOf(layer));
    return layer;
  }

  /** Normalization and dropout of one part; for use in `build`. */
  protected addSublayer(name: string, shape: PartialShape): Sublayer {
    const { layerNormEpsilon: epsilon, dropout: rate } = this.#options;
    const { dtypePolicy } = this;
    const norm = this.addLayer(layerNormalization({ name: `${name}_layer_norm`, epsilon, dtypePolicy }), shape);
    if (rate === 0) return { norm, dropout: undefined };
    return { norm, dropout: this.addLayer(dropout({ name: `${name}_dropout`, rate, dtypePolicy }), shape) };
  }

  /** The feed-forward network; for use in `build`, last. */
  protected addNetwork(shape: PartialShape): void {
    const { intermediateDim: units } = this.#options;
    const { dtypePolicy } = this;
    const shared = { ...this.#initializers, dtypePolicy };
    const network = this.addSublayer('feedforward', shape);
    const activation = this.#activation;
    const hidden = this.addLayer(
      dense({ name: 'feedforward_intermediate_dense', units, activation, ...shared }),
      shape,
    );
    const output = this.addLayer(dense({ name: 'feedforward_output_dense', units: shape[2] ?? 1, ...shared }), [
      ...shape.slice(0, 2),
      units,
    ]);
    this.#network = { ...network, hidden, output };
  }

  /**
   * x + part(x), normalized before or after.
   *
   * @param part - What the sublayer computes, of x or of x normalized.
   */
  protected around(x: Tensor, sublayer: Sublayer, context: CallContext, part: (x: Tensor) => Tensor): Tensor {
    const { normalizeFirst } = this.#options;
    const inner = part(normalizeFirst ? (sublayer.norm.run([x], context) as Tensor) : x);
    const kept = (sublayer.dropout?.run([inner], context) ?? inner) as Tensor;
    const sum = add(x, kept);
    return normalizeFirst ? sum : (sublayer.norm.run([sum], context) as Tensor);
  }

  /** The feed-forward network around `x`. */
  protected throughNetwork(x: Tensor, context: CallContext): Tensor {
    const network = this.requirePart(this.#network);
    return this.around(x, network, context, (inner) => {
      const hidden = network.hidden.run([inner], context) as Tensor;
      return network.output.run([hidden], context) as Tensor;
    });
  }

  /** A part that `build` makes. */
  protected requirePart<Part>(part: Part | undefined): Part {
    if (part === undefined) throw layerNotBuilt(this.label);
    return part;
  }

  override computeMask(
    _inputs: readonly Tensor[],
    [mask]: readonly (Tensor | undefined)[],
  ): readonly (Tensor | undefined)[] {
    return [mask];
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      ...this.#options,
      activation: activationName(this.#activation),
      ...this.#initializerConfig,
    };
  }
}
