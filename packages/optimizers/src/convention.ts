/** Keras and PyTorch give the same names to different formulas; a recipe says whose it follows. */
import { badConvention } from './messages.js';

/**
 * Whose formula a recipe computes, where the two differ:
 *
 * | | `keras` (default) | `torch` |
 * |---|---|---|
 * | SGD momentum | v ← m v - lr g; p ← p + v | v ← m v + g; p ← p - lr v |
 * | Adam's epsilon | beside √v before the bias correction | beside √v̂ after it; Optax and the paper agree |
 * | `weightDecay` of SGD and Adam | decoupled: p ← p - lr wd p | L2: g ← g + wd p |
 *
 * Momentum differs only when the learning rate changes. Decay is decoupled in AdamW under both.
 */
export type Convention = 'keras' | 'torch';

/** @throws {ValueError} OPTIMIZER_CONVENTION */
export function checkConvention(where: string, convention: unknown): void {
  if (convention !== 'keras' && convention !== 'torch') throw badConvention(where, convention);
}
