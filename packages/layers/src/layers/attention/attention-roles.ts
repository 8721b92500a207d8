/** Which input of an attention layer is which. */
import { type PartialShape, shapesMatch } from '@isograd/core';
import { attentionInputCount, attentionMismatch } from './attention-messages.js';
import type { NonEmpty } from '../../tensor-list.js';

/** Inputs by their part: tensors or shapes. */
export interface AttentionRoles<T> {
  /** Who asks. */
  readonly query: T;
  /** What is mixed. */
  readonly value: T;
  /** By what values are found. */
  readonly key: T;
  /** Which query sees which key. */
  readonly mask: T | undefined;
}

/**
 * Inputs in Keras's order: query, value, key, and a mask where one is taken. A key that is left out is the value; one
 * input alone attends to itself.
 *
 * @param most - Largest number of inputs: 3, or 4 with a mask.
 * @throws {ShapeError} ATTENTION_INPUTS
 */
export function attentionRoles<T>(where: string, inputs: NonEmpty<T>, most: 3 | 4): AttentionRoles<T> {
  if (inputs.length > most) throw attentionInputCount(where, inputs.length, most);
  const [query, value = query, key = value, mask] = inputs;
  return { query, value, key, mask };
}

/**
 * Refuses values and keys of different times, and batches of different sizes.
 *
 * @throws {ShapeError} ATTENTION_SHAPES
 */
export function checkRoles(where: string, { query, value, key }: AttentionRoles<PartialShape>): void {
  if (!shapesMatch(value.slice(0, -1), key.slice(0, -1))) {
    throw attentionMismatch(where, 'axes but the last', 'key', key, 'value', value);
  }
  if (!shapesMatch(query.slice(0, 1), value.slice(0, 1))) {
    throw attentionMismatch(where, 'batch', 'value', value, 'query', query);
  }
}
