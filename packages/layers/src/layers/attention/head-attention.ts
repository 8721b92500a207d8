/** What attention of several heads has in common: projections to heads, masks, dropout, the projection back. */
import { attentionWeights, dotProductAttention, type PartialShape } from '@isograd/core';
import { div, matMul, mul, reshape, sigmoid, type Tensor, tile, transpose } from '@tensorflow/tfjs-core';
import { attentionAxisCount, attentionMismatch, attentionRank } from './attention-messages.js';
import { addLoss, type CallContext, maskOf } from '../../call-context.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { lastAxisMismatch, unknownAxis } from '../../messages.js';
import { serialized } from '../../named-option.js';
import { booleanOption, fraction, positiveInteger, seedOption } from '../../option-checks.js';
import { resolveRegularizer } from '../../regularizers/named-regularizer.js';
import type { Regularizer } from '../../regularizers/regularizer.js';
import { asNonEmpty, type ShapeList, type TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { type KernelOptions, readWeightOptions, type WeightSettings } from '../kernel-options.js';
import { type Dropout, dropout } from '../regularization/dropout.js';
import { type AttentionAxes, attentionAxes, joinAxes, joinMask, scoresShape, splitAxes } from './attention-axes.js';
import { attentionRoles, checkRoles } from './attention-roles.js';
import { checkPairs, pairMask } from './pair-mask.js';
import { project } from './projection.js';

/** Options of `multiHeadAttention` and `groupedQueryAttention` but the sizes, with Keras's names. */
export interface HeadAttentionOptions extends LayerOptions, Omit<KernelOptions, 'activation'> {
  /** Share of the attention weights that is set to zero while training, from 0 up to, not including, 1. Default: 0. */
  readonly dropout?: number;
  /** Distance between query and key from which on keys are not seen, to both sides. Default: all are. */
  readonly slidingWindow?: number;
  /** Whether what the heads give is multiplied by sigmoid(query · gate). Default: false. */
  readonly useGate?: boolean;
  /** Seed of the dropout. Default: drawn from the seed of the model. */
  readonly seed?: number;
  /** Whether query i sees the keys 0 to i only; an argument of the call in Keras. Default: false. */
  readonly useCausalMask?: boolean;
  /** Whether the attention weights are a second output; an argument of the call in Keras. Default: false. */
  readonly returnAttentionScores?: boolean;
}

/** How many heads of which size. */
export interface HeadSizes {
  readonly queryHeads: number;
  /** Divides `queryHeads`; each serves as many queries as there are more of them. */
  readonly keyValueHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  /** Shape of each position of the output. Default: that of the query. */
  readonly outputShape?: readonly number[] | undefined;
  /** Axes along which positions attend. Default: all between batch and features. */
  readonly attentionAxes?: readonly number[] | undefined;
}

/** A kernel and its bias. */
interface Projection {
  readonly kernel: Weight;
  readonly bias: Weight | undefined;
}

type ProjectionName = 'query' | 'key' | 'gate' | 'value' | 'attention_output';

/** Keys and values by head: float32 `[batch, ..., heads, headDim]`. */
export interface KeysAndValues {
  readonly key: Tensor;
  readonly value: Tensor;
}

/** Which of the keys a query sees. */
interface Seen {
  /** bool, broadcast to `[batch, heads, time, keyTime]` */
  readonly mask?: Tensor;
  readonly isCausal: boolean;
}

/** Attention of several heads. */
export abstract class HeadAttention extends Layer {
  override readonly supportsMasking: boolean = true;
  protected readonly sizes: HeadSizes;
  protected readonly useCausalMask: boolean;
  protected readonly returnAttentionScores: boolean;
  readonly #flags: { readonly useBias: boolean; readonly useGate: boolean };
  readonly #rate: number;
  readonly #seed: number | undefined;
  protected readonly slidingWindow: number | undefined;
  readonly #kernel: WeightSettings;
  readonly #bias: WeightSettings;
  readonly #weightConfig: LayerConfig;
  readonly #projectionRegularizer: Regularizer | undefined;
  readonly #dropout: Dropout | undefined;
  readonly #projections: Partial<Record<ProjectionName, Projection>> = {};

  constructor(where: string, { activityRegularizer, ...options }: HeadAttentionOptions, sizes: HeadSizes) {
    super(options);
    this.sizes = sizes;
    const flag = (
      name: 'useBias' | 'useGate' | 'useCausalMask' | 'returnAttentionScores',
      byDefault: boolean,
    ): boolean => booleanOption(where, name, options[name] ?? byDefault);
    this.useCausalMask = flag('useCausalMask', false);
    this.returnAttentionScores = flag('returnAttentionScores', false);
    this.#flags = { useBias: flag('useBias', true), useGate: flag('useGate', false) };
    this.#rate = fraction(where, 'dropout', options.dropout ?? 0);
    this.#seed = seedOption(where, options.seed);
    const { slidingWindow } = options;
    this.slidingWindow =
      slidingWindow === undefined ? undefined : positiveInteger(where, 'slidingWindow', slidingWindow);
    const kernel = readWeightOptions(where, 'kernel', options, 'glorotUniform');
    const bias = readWeightOptions(where, 'bias', options, 'zeros');
    this.#kernel = kernel.settings;
    this.#bias = bias.settings;
    this.#weightConfig = { ...kernel.config, ...bias.config };
    this.#projectionRegularizer = resolveRegularizer(where, activityRegularizer);
    if (this.#rate > 0) {
      this.#dropout = this.track(
        dropout({ rate: this.#rate, ...(this.#seed === undefined ? {} : { seed: this.#seed }) }),
      );
    }
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList {
    const { label, sizes, useCausalMask } = this;
    const roles = attentionRoles(label, inputShapes, 4);
    const { query, value, key, mask } = roles;
    for (const [name, shape] of Object.entries({ query, value, key })) {
      if (shape.length < 3) throw attentionRank(label, name, shape, '[batch, time, features]');
      if (shape.length !== query.length) throw attentionRank(label, name, shape, `${query.length} axes, as the query`);
      if ((shape.at(-1) ?? null) === null) throw unknownAxis(label, shape, 'a known last axis');
    }
    this.checkFeatures({ query, value, key });
    checkRoles(label, roles);
    const axes = this.#axesOf(query);
    for (const axis of axes.kept) {
      const [size = null, keySize = null] = [query[axis], key[axis]];
      if (size !== null && keySize !== null && size !== keySize) {
        throw attentionMismatch(label, `size of axis ${axis}`, 'key', key, 'query', query);
      }
    }
    if ((useCausalMask || this.slidingWindow !== undefined) && axes.attended.length !== 1) {
      throw attentionAxisCount(label, axes.attended);
    }
    const scores = scoresShape(query, key, sizes.queryHeads, axes);
    if (mask !== undefined) checkPairs(label, mask, scores, axes);
    const output = [...query.slice(0, -1), ...(sizes.outputShape ?? [query.at(-1) ?? null])];
    return this.returnAttentionScores ? [output, scores] : output;
  }

  /**
   * Refuses inputs of other features than the layer was built for.
   *
   * @throws {ShapeError} SHAPE_LAST_AXIS
   */
  protected checkFeatures(shapes: Readonly<Partial<Record<'query' | 'value' | 'key', PartialShape>>>): void {
    for (const name of ['query', 'value', 'key'] as const) {
      const [features, heads = 0, headDim = 0] = this.#projections[name]?.kernel.shape ?? [];
      const { [name]: shape } = shapes;
      if (shape !== undefined && features !== undefined && shape.at(-1) !== features) {
        throw lastAxisMismatch(`${this.label}, ${name}`, shape, features, [features, heads, headDim]);
      }
    }
  }

  #axesOf(query: PartialShape): AttentionAxes {
    return attentionAxes(this.label, query, this.sizes.attentionAxes);
  }

  override build(inputShapes: ShapeList): void {
    const { query, value, key } = attentionRoles(this.label, inputShapes, 4);
    const { queryHeads, keyValueHeads, keyDim, valueDim, outputShape } = this.sizes;
    const [ofQuery = 1, ofKey = 1, ofValue = 1] = [query, key, value].map((shape) => shape.at(-1) ?? 1);
    this.#addProjection('query', [ofQuery], [queryHeads, keyDim]);
    this.#addProjection('key', [ofKey], [keyValueHeads, keyDim]);
    if (this.#flags.useGate) this.#addProjection('gate', [ofQuery], [queryHeads, valueDim]);
    this.#addProjection('value', [ofValue], [keyValueHeads, valueDim]);
    this.#addProjection('attention_output', [queryHeads, valueDim], outputShape ?? [ofQuery]);
    const scores = scoresShape(query, key, queryHeads, this.#axesOf(query));
    if (this.#dropout !== undefined) this.#dropout.ensureBuilt([scores], this.contextOf(this.#dropout));
  }

  #addProjection(name: ProjectionName, inner: readonly number[], outer: readonly number[]): void {
    this.#projections[name] = {
      kernel: this.addWeight(`${name}/kernel`, [...inner, ...outer], this.#kernel),
      bias: this.#flags.useBias ? this.addWeight(`${name}/bias`, outer, this.#bias) : undefined,
    };
  }

  #project(name: ProjectionName, x: Tensor, context: CallContext): Tensor {
    const { kernel, bias } = this.#projections[name] ?? {};
    const weight = this.weight(kernel);
    const innerRank = name === 'attention_output' ? 2 : 1;
    const y = project(x, weight, innerRank, bias === undefined ? undefined : this.weight(bias));
    const activation = name === 'gate' ? sigmoid(y) : y;
    if (this.#projectionRegularizer !== undefined && context.losses !== undefined) {
      addLoss(div(this.#projectionRegularizer.of(activation), Math.max(1, x.shape[0] ?? 1)), context); // as Layer does
    }
    return activation;
  }

  override call(inputs: TensorList, context: CallContext): Tensor | TensorList {
    const { query, value, key, mask: pairs } = attentionRoles(this.label, inputs, 4);
    this.computeOutputShape(asNonEmpty(inputs.map(({ shape }) => shape)));
    const axes = this.#axesOf(query.shape);
    const scores = scoresShape(query.shape, key.shape, this.sizes.queryHeads, axes) as number[];
    const padding = [maskOf(value, context), maskOf(key, context)];
    const joined = pairMask({ padding, pairs, slidingWindow: this.slidingWindow }, scores, axes);
    const mask = joined === undefined ? {} : { mask: joinMask(joined, scores, axes) };
    const asked = joinAxes(this.#project('query', query, context), axes);
    const projected = this.projectKeysAndValues(key, value, context);
    const heads = { key: joinAxes(projected.key, axes), value: joinAxes(projected.value, axes) };
    const [mixed, weights] = this.#mix(asked, heads, { ...mask, isCausal: this.useCausalMask }, context);
    const output = this.#projectBack(splitAxes(mixed, query.shape, axes), query, context);
    return weights === undefined ? output : [output, reshape(weights, scores)];
  }

  /**
   * Keys and values by head; for use in `call`.
   *
   * @param key - float32 `[batch, ..., features]`
   * @param value - float32 `[batch, ..., features]`
   */
  protected projectKeysAndValues(key: Tensor, value: Tensor, context: CallContext): KeysAndValues {
    return { key: this.#project('key', key, context), value: this.#project('value', value, context) };
  }

  /**
   * What queries find in keys and values that are projected already; for use in `call`.
   *
   * @param query - float32 `[batch, time, features]`
   * @param heads - float32 `[batch, keyTime, heads, headDim]`
   * @param mask - bool, broadcast to `[batch, heads, time, keyTime]`
   * @returns float32 `[batch, time, features]`
   */
  protected attendTo(query: Tensor, heads: KeysAndValues, mask: Tensor | undefined, context: CallContext): Tensor {
    const seen = { isCausal: false, ...(mask === undefined ? {} : { mask }) };
    const [mixed] = this.#mix(this.#project('query', query, context), heads, seen, context);
    return this.#projectBack(mixed, query, context);
  }

  /** float32 `[batch, time, heads, valueDim]`, and the weights before dropout where they are asked for. */
  #mix(query: Tensor, heads: KeysAndValues, seen: Seen, context: CallContext): [mixed: Tensor, weights?: Tensor] {
    const [key, value] = [this.#repeated(heads.key), this.#repeated(heads.value)];
    const isDropping = this.#dropout !== undefined && context.training;
    if (!isDropping && !this.returnAttentionScores) return [dotProductAttention({ query, key, value }, seen)];
    const weights = attentionWeights({ query, key }, seen); // [batch, heads, time, keyTime]
    const kept = (isDropping ? this.#dropout?.run([weights], context) : weights) as Tensor;
    const mixed = transpose(matMul(kept, transpose(value, [0, 2, 1, 3])), [0, 2, 1, 3]);
    return this.returnAttentionScores ? [mixed, weights] : [mixed];
  }

  /** Each head of keys and values as often as it is asked. */
  #repeated(x: Tensor): Tensor {
    const { queryHeads, keyValueHeads } = this.sizes;
    if (queryHeads === keyValueHeads) return x;
    const [batch = 0, time = 0, heads = 0, headDim = 0] = x.shape;
    const copies = tile(reshape(x, [batch, time, heads, 1, headDim]), [1, 1, 1, queryHeads / keyValueHeads, 1]);
    return reshape(copies, [batch, time, queryHeads, headDim]);
  }

  #projectBack(mixed: Tensor, query: Tensor, context: CallContext): Tensor {
    const gated = this.#flags.useGate ? mul(mixed, this.#project('gate', query, context)) : mixed;
    return this.#project('attention_output', gated, context);
  }

  override computeMask(_inputs: TensorList, [query]: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    return [query];
  }

  override getConfig(): LayerConfig {
    const regularizer = this.#projectionRegularizer;
    return {
      ...super.getConfig(),
      ...(regularizer === undefined ? {} : { activityRegularizer: serialized(regularizer) }),
      dropout: this.#rate,
      ...this.#flags,
      ...(this.slidingWindow === undefined ? {} : { slidingWindow: this.slidingWindow }),
      ...this.#weightConfig,
      ...(this.#seed === undefined ? {} : { seed: this.#seed }),
      useCausalMask: this.useCausalMask,
      returnAttentionScores: this.returnAttentionScores,
    };
  }
}
