/** Texts on the host: lists, and lists of lists of one length. */
import type { Shape } from '@isograd/core';
import { notTexts } from './preprocessing-messages.js';

/** A text, or lists of equal lengths of them. */
export type Texts = string | readonly Texts[];

/** Batches of texts, one after another. */
export type TextBatches = Texts | Iterable<Texts> | AsyncIterable<Texts>;

/** Elements in row-major order with a shape. */
export interface FlatTexts {
  readonly texts: readonly string[];
  readonly shape: Shape;
}

/** Tells texts from other values. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/**
 * Texts one after another.
 *
 * @param where - Label of the transformer.
 * @throws {ValueError} TEXTS
 */
export function flattenTexts(where: string, value: unknown): FlatTexts {
  if (isText(value)) return { texts: [value], shape: [] };
  if (!Array.isArray(value)) throw notTexts(where, value, 'a text, or lists of texts');
  const parts = value.map((part) => flattenTexts(where, part));
  const inner = parts[0]?.shape ?? [];
  if (parts.some(({ shape }) => shape.join() !== inner.join())) {
    throw notTexts(where, 'lists of different lengths', 'lists of one length');
  }
  return { texts: parts.flatMap(({ texts }) => texts), shape: [value.length, ...inner] };
}

/**
 * The documents of data to learn from: each text of a list, each row of a list of lists.
 *
 * @throws {ValueError} TEXTS
 */
export async function* documentsOf(where: string, data: TextBatches): AsyncGenerator<readonly string[]> {
  if (typeof data === 'string' || Array.isArray(data)) {
    yield* rowsOf(flattenTexts(where, data), true);
    return;
  }
  if (!isIterable(data)) throw notTexts(where, data, 'texts, or batches of them');
  for await (const batch of data) yield* rowsOf(flattenTexts(where, batch), typeof batch !== 'string');
}

function* rowsOf({ texts, shape }: FlatTexts, isList: boolean): Generator<readonly string[]> {
  const length = isList && shape.length > 1 ? (shape.at(-1) ?? 1) : 1;
  for (let start = 0; start < texts.length; start += length) yield texts.slice(start, start + length);
}

function isIterable(value: unknown): value is Iterable<Texts> | AsyncIterable<Texts> {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}
