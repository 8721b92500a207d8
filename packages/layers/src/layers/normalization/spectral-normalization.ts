/** Keeps the largest singular value of a kernel at 1. */
import { type DType, type NdArray, type PartialShape, stopGradient } from '@isograd/core';
import { div, equal, matMul, onesLike, reshape, type Tensor, where } from '@tensorflow/tfjs-core';
import type { CallContext, MaskedContext } from '../../call-context.js';
import { truncatedNormal } from '../../initializers/random.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { layerNotBuilt } from '../../messages.js';
import { noKernelToNormalize } from './normalization-messages.js';
import { positiveInteger } from '../../option-checks.js';
import { notALayer } from '../recurrent/recurrent-messages.js';
import { serializeLayer } from '../../serialization/layer-reader.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { toUnitLength } from '../../unit-length.js';
import { assignWeight, type Weight } from '../../weight.js';

/** Options of `spectralNormalization`, with Keras's names. */
export interface SpectralNormalizationOptions extends LayerOptions {
  /** The layer inside, which has a weight `kernel` or `embeddings` of its own. */
  readonly layer: Layer;
  /** Steps of the power iteration for each training step. Default: 1. */
  readonly powerIterations?: number;
}

/** Vectors below this length are divided by it instead (Keras). */
const epsilon = 1e-7;

/** The layer behind `spectralNormalization`. */
export class SpectralNormalization extends Layer {
  readonly className: string = 'SpectralNormalization';
  override readonly supportsMasking: boolean = true;
  readonly #layer: Layer;
  readonly #powerIterations: number;
  #kernel: Weight | undefined;
  #vectorU: Weight | undefined;

  constructor(options: SpectralNormalizationOptions) {
    super(options);
    if (!(options.layer instanceof Layer)) throw notALayer('spectralNormalization', 'layer', options.layer);
    this.#powerIterations = positiveInteger('spectralNormalization', 'powerIterations', options.powerIterations ?? 1);
    this.#layer = this.track(options.layer);
  }

  override get inputDType(): DType {
    return this.#layer.inputDType;
  }

  override get outputDType(): DType {
    return this.#layer.outputDType;
  }

  override checkInputData(where: string, data: NdArray): void {
    this.#layer.checkInputData(where, data);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList {
    return this.#layer.computeOutputShape(inputShapes);
  }

  override build(inputShapes: ShapeList): void {
    this.#layer.ensureBuilt(inputShapes, this.contextOf(this.#layer));
    this.#kernel = this.#layer.ownWeights.find(({ name }) => name === 'kernel' || name === 'embeddings');
    if (this.#kernel === undefined) throw noKernelToNormalize(this.label, this.#layer.label);
    this.#vectorU = this.addWeight('vectorU', [1, this.#kernel.shape.at(-1) ?? 1], {
      initializer: truncatedNormal({ stddev: 0.02 }),
      isTrainable: false,
    });
  }

  override call(inputs: TensorList, context: CallContext): Tensor | TensorList {
    if (!context.training) return this.#layer.run(inputs, context);
    if (this.#kernel === undefined || this.#vectorU === undefined) throw layerNotBuilt(this.label);
    const normalized = this.#normalize(this.#kernel, this.#vectorU);
    assignWeight(this.#kernel, normalized);
    return this.#layer.runWith(new Map([[this.#kernel, normalized]]), inputs, context);
  }

  protected override masksOfOutputs(
    _inputs: TensorList,
    outputs: readonly Tensor[],
    { masks }: MaskedContext,
  ): readonly (Tensor | undefined)[] {
    return outputs.map((output) => masks.get(output));
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), layer: serializeLayer(this.#layer), powerIterations: this.#powerIterations };
  }

  /** W / σ with σ = v · W · uᵀ, where v and u are power iterations of W; a kernel of zeros stays as it is. */
  #normalize({ variable: kernel }: Weight, vector: Weight): Tensor {
    const matrix = reshape(kernel, [-1, kernel.shape.at(-1) ?? 1]); // [inputs, features]
    const fixed = stopGradient(matrix);
    let u: Tensor = vector.variable; // [1, features]
    let v: Tensor = u;
    for (let step = 0; step < this.#powerIterations; step++) {
      v = toUnitLength(matMul(u, fixed, false, true), undefined, epsilon); // [1, inputs]
      u = toUnitLength(matMul(v, fixed), undefined, epsilon);
    }
    const sigma = matMul(matMul(v, matrix), u, false, true); // [1, 1]
    const isZero = equal(sigma, 0);
    assignWeight(vector, where(isZero, vector.variable, u));
    return div(kernel, reshape(where(isZero, onesLike(sigma), sigma), []));
  }
}

/**
 * A layer whose kernel W is divided by its largest singular value σ at each training step, so that the layer stretches
 * no input by more than 1; for the discriminators of generative adversarial networks.
 *
 * σ comes from a power iteration that each step takes further; gradients flow through it, with its vectors constant.
 * The quotient is assigned to the kernel, as in Keras on TensorFlow, so that inference is normalised too (Keras on JAX
 * and PyTorch keep W). The last axis of the kernel counts as columns, the others together as rows.
 *
 * Inputs and output are those of the layer inside; weights are its own and `vectorU` `[1, features]`.
 *
 * @throws {ValueError} LAYER_EXPECTED, LAYER_OPTION; SPECTRAL_KERNEL when the layer inside is built and has no kernel
 * @example
 * import { dense, sequential, spectralNormalization } from '@isograd/layers';
 * const critic = sequential({ layers: [spectralNormalization({ layer: dense({ units: 1 }), inputShape: [8] })] });
 * @see Miyato et al.: "Spectral Normalization for Generative Adversarial Networks" (2018)
 */
export function spectralNormalization(options: SpectralNormalizationOptions): SpectralNormalization {
  return new SpectralNormalization(options);
}
