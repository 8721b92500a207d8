/** Datasets: what they promise. The promises are kept by the files in `operators/` and `sources/`. */
import type { CursorState } from './cursor-state.js';
import type { Place } from './epoch.js';
import type { BatchOptions } from './operators/batch.js';
import type { MapOptions } from './operators/map.js';
import type { ShuffleOptions } from './operators/shuffle.js';
import type { Batched } from './stack.js';

/*
 * A dataset is a recipe: nothing is read before an iterator is asked for its first element, and every
 * iterator is a pass of its own.
 *
 * Elements are host values, never device tensors: trees of numbers, strings, booleans and NdArrays. They can
 * go to a worker, cost nothing to drop, and belong to no backend, so that a run may change its backend in the
 * middle; the training loop uploads a whole batch at once, in place of every example.
 *
 * The place of a pass is a small JSON value. An iterator opened with it gives exactly the elements that the
 * other would have given next, in another process too, with shuffling and prefetching in play. No buffer is
 * part of it: an order is a function of key, epoch and position, so storing those is storing the order, and
 * what was read ahead is read again. What the program brings, sources and functions, must then give the same
 * again; `map` hands its function a place from which to derive random keys that do.
 *
 * There are two kinds. Indexed datasets, from `fromArrays` through map, shuffle, batch, take and skip, reach
 * any element at once, shuffle all of it, and resume without reading what came before. Streamed ones, from
 * `fromIterable`, filter, repeat, prefetch or a concurrent map on, go forwards only and shuffle in blocks.
 */

/** A lazy sequence of elements that can be iterated again and again; `for await` over it is epoch 0. */
export interface Dataset<T> extends AsyncIterable<T> {
  /** Number of elements of an epoch, `Infinity` when it has no end, null when only iterating can tell. */
  readonly size: number | null;

  /**
   * Starts a pass.
   *
   * @param options - Which epoch, or the place to go on from.
   * @throws {StateError} DATA_STATE_PIPELINE, DATA_STATE or DATA_STATE_EPOCH when the state does not fit.
   */
  iterate(options?: IterateOptions): DatasetIterator<T>;

  /**
   * Applies a function to every element; results keep the order.
   *
   * @param fn - Receives the element, which is its to change, and its place; may be asynchronous.
   * @param options - `concurrency`: how many may be at work at once; above 1 the dataset becomes streamed.
   * @throws {ValueError} DATA_COUNT; while iterating DATA_FUNCTION with the element's index and the cause.
   */
  map<U>(fn: (element: T, place: Place) => U | Promise<U>, options?: MapOptions): Dataset<U>;

  /**
   * Keeps the elements that pass a test; streamed.
   *
   * @param keep - Receives the element and its place; may be asynchronous.
   * @throws {ValueError} while iterating DATA_FUNCTION with the element's index and the cause.
   */
  filter(keep: (element: T, place: Place) => boolean | Promise<boolean>): Dataset<T>;

  /**
   * Puts the elements in a random order, the same on every runtime, another one in every epoch and repetition.
   *
   * An indexed dataset is permuted as a whole. A streamed one is read in blocks of `bufferSize` elements, and
   * each block is permuted.
   *
   * @param options - `seed` or `key`, and `bufferSize` for a streamed dataset.
   * @throws {ValueError} DATA_SHUFFLE_BUFFER, DATA_SHUFFLE_KEY, DATA_COUNT or RANDOM_SEED.
   */
  shuffle(options: ShuffleOptions): Dataset<T>;

  /**
   * Stacks elements along a new first axis `batch`.
   *
   * NdArrays keep their dtype. A JavaScript number is float32, whole or not, as everywhere where numbers
   * become tensors: a dtype that depended on the values would change from batch to batch. Integers are int32
   * NdArrays from the start (an `Int32Array` in `fromArrays`). Booleans become bool; strings are listed. An
   * array is a tree of its items and not an axis.
   *
   * @param batchSize - Number of elements, at least 1.
   * @param options - `dropRemainder`: leaves out a last, smaller batch.
   * @throws {ValueError} DATA_COUNT, or DATA_BATCH_EMPTY when no batch would be left.
   * @throws {ShapeError} while iterating DATA_STRUCTURE or DATA_LEAF_SHAPE, with the element's index.
   * @throws {DTypeError} while iterating DATA_LEAF or DATA_LEAF_TYPE, with the element's index.
   */
  batch(batchSize: number, options?: BatchOptions): Dataset<Batched<T>>;

  /**
   * Starts over at the end; streamed.
   *
   * @param count - Number of repetitions, at least 1. Default: without end.
   * @throws {ValueError} DATA_COUNT; while iterating DATA_REPEAT_EMPTY when a repetition has no elements.
   */
  repeat(count?: number): Dataset<T>;

  /**
   * Ends after `count` elements.
   *
   * @throws {ValueError} DATA_COUNT
   */
  take(count: number): Dataset<T>;

  /**
   * Leaves out the first `count` elements.
   *
   * @throws {ValueError} DATA_COUNT
   */
  skip(count: number): Dataset<T>;

  /**
   * Prepares elements while the consumer works; streamed. Reading pauses while the buffer is full.
   *
   * @param bufferSize - Largest number of elements that are ready or being made, at least 1.
   * @throws {ValueError} DATA_COUNT
   */
  prefetch(bufferSize: number): Dataset<T>;

  /**
   * All elements of epoch 0.
   *
   * @throws {ValueError} DATA_ENDLESS
   */
  toArray(): Promise<T[]>;
}

/** Where a pass starts. */
export interface IterateOptions {
  /** Number of the epoch; shuffles differ from epoch to epoch. Default: that of `state`, else 0. */
  readonly epoch?: number;
  /** Place to go on from, made by `state()` in a pass over the same pipeline. Default: the beginning. */
  readonly state?: DatasetState | undefined;
}

/** A pass over a dataset. */
export interface DatasetIterator<T> extends AsyncIterableIterator<T, undefined, undefined> {
  /**
   * The next element. Calls may overlap: they are answered in order. After a failure every further call fails
   * with the same error.
   */
  next(): Promise<IteratorResult<T, undefined>>;
  /** The place behind the last element that `next` has delivered. */
  state(): DatasetState;
  /** Ends the pass and lets go of its source. The place remains. */
  return(): Promise<IteratorResult<T, undefined>>;
}

/** The place of a pass: JSON of a few dozen bytes. */
export interface DatasetState {
  /** The pipeline it belongs to; another one refuses it. */
  readonly pipeline: string;
  /** Number of the epoch. */
  readonly epoch: number;
  /** How far the pass has come. */
  readonly cursor: CursorState;
}
