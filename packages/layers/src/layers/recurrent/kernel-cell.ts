/** What the cells whose frames are vectors share: simple, LSTM and GRU. */
import type { PartialShape } from '@isograd/core';
import { expandDims, type Tensor, unstack } from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import type { Initializer } from '../../initializers/initializer.js';
import type { LayerConfig } from '../../layer.js';
import { lastAxisMismatch, unknownAxis, wrongRank } from '../../messages.js';
import { positiveInteger } from '../../option-checks.js';
import type { SeedGenerator } from '../../seed-generator.js';
import { asNonEmpty, type ShapeList, type TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { dropoutMask, type GateProduct, gateProduct } from './gate-product.js';
import { distinct, RecurrentCell } from './recurrent-cell.js';
import { type RecurrentOptions, type RecurrentSettings, readRecurrentOptions } from './recurrent-options.js';

/** Options of every cell whose frames are vectors. */
export interface KernelCellOptions extends RecurrentOptions {
  /** Size of the state and of the output; at least 1. */
  readonly units: number;
}

/** What a kind of cell tells its base class. */
export interface CellKind {
  /** Name of the factory, for messages. */
  readonly where: string;
  /** Kernels that stand side by side in one. */
  readonly gates: number;
  /** Number of states, each `[batch, units]`. */
  readonly states: number;
  /** Whether each gate sees other elements dropped; otherwise one mask serves all. */
  readonly hasMaskPerGate: boolean;
}

/** What a sequence starts with. */
export interface Projections {
  /** Each frame times the kernel, plus the bias: `[batch, gates · units]`. */
  readonly frames: readonly Tensor[];
  /** Dropped elements of the state: `[masks, batch, units]`, or none. */
  readonly stateMasks: Tensor | undefined;
}

/** Base class of cells with one kernel for all gates, one for the state and a bias. */
export abstract class KernelCell extends RecurrentCell {
  readonly units: number;
  protected readonly settings: RecurrentSettings;
  protected readonly kind: CellKind;
  #kernel: Weight | undefined;
  #recurrentKernel: Weight | undefined;
  #bias: Weight | undefined;
  #keys: SeedGenerator | undefined;

  constructor(options: KernelCellOptions, kind: CellKind) {
    super(options);
    this.kind = kind;
    this.units = positiveInteger(kind.where, 'units', options.units);
    this.settings = readRecurrentOptions(kind.where, options);
  }

  override stateShapes(frameShape: PartialShape): ShapeList {
    this.#features(frameShape);
    const [batch = null] = frameShape;
    return asNonEmpty(Array.from({ length: this.kind.states }, () => [batch, this.units]));
  }

  override build([frameShape]: ShapeList): void {
    const { kernel, recurrent, bias, useBias, dropout, recurrentDropout, seed } = this.settings;
    const columns = this.kind.gates * this.units;
    this.#kernel = this.addWeight('kernel', [this.#features(frameShape), columns], kernel);
    this.#recurrentKernel = this.addWeight('recurrentKernel', [this.units, columns], recurrent);
    if (useBias) {
      this.#bias = this.addWeight('bias', this.biasShape(columns), {
        ...bias,
        initializer: this.biasInitializer(bias.initializer),
      });
    }
    if (dropout > 0 || recurrentDropout > 0) this.#keys = this.addSeedGenerator(seed);
  }

  override call([frame, ...states]: TensorList, context: CallContext): TensorList {
    return distinct(this.startSequence(expandDims(frame, 1), context)(0, asNonEmpty(states)));
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), units: this.units, ...this.settings.config };
  }

  protected biasShape(columns: number): number[] {
    return [columns];
  }

  protected biasInitializer(initializer: Initializer): Initializer {
    return initializer;
  }

  protected get recurrentKernel(): Tensor {
    return this.weight(this.#recurrentKernel);
  }

  /** undefined where the cell has none. */
  protected get bias(): Tensor | undefined {
    return this.#bias && this.weight(this.#bias);
  }

  /**
   * The input's part of every step, as one product, and the masks of the state.
   *
   * @param x - float32 `[batch, time, features]`
   * @param bias - float32 `[gates · units]`
   */
  protected project(x: Tensor, bias: Tensor | undefined, context: CallContext): Projections {
    const { dropout, recurrentDropout } = this.settings;
    const [batch = 0, , features = 0] = x.shape;
    const masks = this.kind.hasMaskPerGate ? this.kind.gates : 1;
    const inputMasks = this.#masks([masks, batch, 1, features], dropout, context);
    const stateMasks = this.#masks([masks, batch, this.units], recurrentDropout, context);
    const products = gateProduct(this.weight(this.#kernel), bias, inputMasks)(x); // [batch, time, gates · units]
    return { frames: unstack(products, 1), stateMasks };
  }

  /** The state's part of a step. */
  protected stateProduct(stateMasks: Tensor | undefined): GateProduct {
    return gateProduct(this.recurrentKernel, undefined, stateMasks);
  }

  #masks(shape: readonly number[], rate: number, { training }: CallContext): Tensor | undefined {
    if (!training || rate === 0 || this.#keys === undefined) return undefined;
    return dropoutMask(this.#keys.next(), shape, rate);
  }

  #features(frameShape: PartialShape): number {
    if (frameShape.length !== 2) {
      throw wrongRank(
        this.label,
        frameShape,
        '[batch, features]',
        'pass vectors: [batch, time, features] to the recurrent layer around this cell.',
      );
    }
    const features = frameShape[1] ?? null;
    if (features === null) throw unknownAxis(this.label, frameShape, 'a known number of features (the last axis)');
    const kernel = this.#kernel?.shape;
    const [expected = features] = kernel ?? [];
    if (features !== expected) throw lastAxisMismatch(this.label, frameShape, expected, kernel ?? []);
    return features;
  }
}
