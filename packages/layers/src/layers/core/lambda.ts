/** A function as a layer. */
import type { PartialShape, Shape } from '@isograd/core';
import { type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import { lambdaConfig, lambdaOutput, lambdaShape, notAFunction } from './core-layer-messages.js';
import { Layer, type LayerOptions } from '../../layer.js';
import { badOption } from '../../messages.js';
import { partialShapeOption } from '../../option-checks.js';
import { asNonEmpty, type ShapeList, type TensorList, toList, toShapeList } from '../../tensor-list.js';

/** What a `lambda` computes: as `call` of a layer, one tensor an input. */
export type LambdaFunction = (inputs: TensorList, context: CallContext) => Tensor | TensorList;

/** The masks of the outputs of a `lambda`: as `computeMask` of a layer. */
export type LambdaMask = (
  inputs: TensorList,
  masks: readonly (Tensor | undefined)[],
) => readonly (Tensor | undefined)[];

/** Options of `lambda`, with Keras's names. What Keras has as `arguments` is a closure here. */
export interface LambdaOptions extends LayerOptions {
  /** Computes the output of tensors, with kernels alone. It holds no weights: extend `Layer` for that. */
  readonly function: LambdaFunction;
  /**
   * Shape of one example of the output, without the batch axis, or a function of the shapes of the inputs, batch axes
   * included. Default: found by computing with zeros.
   */
  readonly outputShape?: PartialShape | ((inputShapes: ShapeList) => PartialShape | ShapeList);
  /** Makes the masks of the outputs. Default: none, with a warning where an input has one. */
  readonly mask?: LambdaMask;
}

/** Two sizes for the axes that are unknown; axes of the output that differ between them are unknown as well. */
const trialSizes = [2, 3] as const;

/** The layer behind `lambda`. */
export class Lambda extends Layer {
  readonly className: string = 'Lambda';
  override readonly supportsMasking: boolean;
  readonly #function: LambdaFunction;
  readonly #outputShape: LambdaOptions['outputShape'];
  readonly #mask: LambdaMask | undefined;

  constructor(options: LambdaOptions) {
    super(options);
    const { outputShape, mask } = options;
    if (typeof options.function !== 'function') throw notAFunction('lambda', options.function);
    if (mask !== undefined && typeof mask !== 'function') throw badOption('lambda', 'mask', mask, 'a function');
    this.#function = options.function;
    this.#outputShape = typeof outputShape === 'function' ? outputShape : partialShapeOption('lambda', outputShape);
    this.#mask = mask;
    this.supportsMasking = mask !== undefined;
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList {
    if (typeof this.#outputShape === 'function') return this.#outputShape(inputShapes);
    if (this.#outputShape !== undefined) return [inputShapes[0][0] ?? null, ...this.#outputShape];
    const [smaller, larger] = trialSizes.map((size) => this.#shapesForZeros(inputShapes, size));
    const shapes = (smaller ?? []).map((shape, output) =>
      shape.map((size, axis) => (size === larger?.[output]?.[axis] ? size : null)),
    );
    return shapes.length === 1 ? (shapes[0] as PartialShape) : asNonEmpty(shapes);
  }

  override call(inputs: TensorList, context: CallContext): TensorList {
    const outputs = toList(this.#function(inputs, context));
    if (this.#outputShape !== undefined) this.#checkShapes(inputs, outputs);
    // An input that is returned as it is would bring its mask along.
    return asNonEmpty(outputs.map((output) => (inputs.includes(output) ? output.clone() : output)));
  }

  override computeMask(inputs: TensorList, masks: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    return this.#mask === undefined ? super.computeMask(inputs, masks) : this.#mask(inputs, masks);
  }

  /** A function cannot be written down. @throws {UnsupportedError} LAMBDA_CONFIG, always */
  override getConfig(): never {
    throw lambdaConfig(this.label);
  }

  #shapesForZeros(inputShapes: ShapeList, size: number): readonly Shape[] {
    try {
      const shapes: Shape[] = [];
      tidy(() => {
        const inputs = inputShapes.map((shape) => zeros(shape.map((known) => known ?? size)));
        const outputs = toList(this.#function(asNonEmpty(inputs), { training: false }));
        for (const { shape } of outputs) shapes.push(shape);
      });
      return shapes;
    } catch (cause) {
      throw lambdaShape(this.label, inputShapes, cause);
    }
  }

  #checkShapes(inputs: TensorList, outputs: readonly Tensor[]): void {
    const expected = toShapeList(this.computeOutputShape(asNonEmpty(inputs.map(({ shape }) => shape))));
    outputs.forEach(({ shape }, index) => {
      const said = expected[index] ?? [];
      const fits = said.length === shape.length && said.every((size, axis) => size === null || size === shape[axis]);
      if (!fits) throw lambdaOutput(this.label, shape, said);
    });
  }
}

/**
 * A function of tensors as a layer without weights. A model with one cannot be saved: extend `Layer` for that.
 *
 * Inputs and outputs are those of the function. A step is captured as everywhere: no reads to the host and no
 * branches on values inside.
 *
 * @throws {ValueError} LAMBDA_FUNCTION, LAYER_OPTION @throws {ShapeError} LAMBDA_SHAPE when the function does not work on
 * zeros and there is no outputShape
 * @example
 * import { dense, lambda, sequential } from '@isograd/layers';
 * import { square } from '@tensorflow/tfjs-core';
 * const model = sequential({ layers: [lambda({ function: ([x]) => square(x), inputShape: [3] }), dense({ units: 1 })] });
 */
export function lambda(options: LambdaOptions): Lambda {
  return new Lambda(options);
}
