/**
 * Text becomes numbers on the host, before the model: a transformer learns from texts, transforms them, and can be
 * written down like a layer. It is no layer, since texts are no tensors: `apply` says so.
 */
import type { NdArray } from '@isograd/core';
import type { LayerConfig } from '../../layer.js';
import { textInGraph } from './preprocessing-messages.js';
import type { Texts } from './texts.js';

/** Base class of the transformers. */
export abstract class TextTransformer {
  /** Keras's name of the class: `TextVectorization`. */
  abstract readonly className: string;

  /**
   * Numbers of texts; for use in a data pipeline, `dataset.map(...)`.
   *
   * @param texts - A text, or lists of texts.
   */
  abstract transform(texts: Texts): NdArray;

  /** What would make this transformer again, vocabulary included, in Keras's words; plain JSON. */
  abstract getConfig(): LayerConfig;

  /**
   * Refuses to be drawn into a model, with the reason.
   *
   * @throws {UnsupportedError} TEXT_IN_GRAPH always
   */
  apply(_inputs: unknown): never {
    throw textInGraph(this.className);
  }
}
