/** What travels with a call through a model besides tensors: whether it trains, which positions count, terms of the loss. */
import { keep, type Tensor } from '@tensorflow/tfjs-core';

/** How a layer is called. */
export interface CallContext {
  /** Whether this is a training step: dropout drops, batch normalization uses the batch. */
  readonly training: boolean;
  /** Masks by the tensor that they belong to. Default: none yet; the outermost `run` makes them. */
  readonly masks?: Masks;
  /** Collects the terms that layers add to the loss; whoever passes it disposes them. Default: they are dropped. */
  readonly losses?: Tensor[];
}

/** Which positions of tensors `[batch, time, ...]` count: bool `[batch, time]` by tensor. A tensor without counts as a whole. */
export type Masks = WeakMap<Tensor, Tensor>;

/** A context in which masks can be noted. */
export type MaskedContext = CallContext & { readonly masks: Masks };

/** The context with masks to note into. */
export function withMasks(context: CallContext): MaskedContext {
  return context.masks === undefined ? { ...context, masks: new WeakMap() } : (context as MaskedContext);
}

/**
 * The mask that came with a tensor.
 *
 * @param x - An input of the layer.
 * @returns bool `[batch, time]`, or undefined where every position counts.
 */
export function maskOf(x: Tensor, context: CallContext): Tensor | undefined {
  return context.masks?.get(x);
}

/**
 * Adds a term to the loss of this step; for use in `call`.
 *
 * @param value - float32 scalar.
 */
export function addLoss(value: Tensor, context: CallContext): void {
  context.losses?.push(keep(value));
}
