/**
 * What stands behind a `Dataset`: a pipeline opens cursors, and operators are functions from pipeline to pipeline.
 *
 * There are two kinds. An indexed pipeline knows its size and gives any element of an epoch by its index, so
 * that the place of a pass over it is one number. A streamed pipeline gives one element after the other, and
 * the place of a pass is the place of the pass upstream and what the operator must know besides.
 */
import { type CursorState, countState } from './cursor-state.js';
import type { Epoch } from './epoch.js';

/** What a cursor gives: an element, or the end. */
export type Step<T> = IteratorResult<T, undefined>;

/** The end of an epoch. */
export const end: Step<never> = { done: true, value: undefined };

/**
 * One pass over one epoch. `next` is called again only when the last call has resolved, and never after a
 * failure; `close` may come at any time.
 */
export interface Cursor<T> {
  /** The next element; the end when there is none or the cursor was closed. */
  next(): Promise<Step<T>>;
  /** The place behind the last element that `next` gave. Called only while no `next` is under way. */
  state(): CursorState;
  /** Lets go of the source. Waits for no element that is under way. */
  close(): Promise<void>;
}

/** A recipe for passes over the data. */
export interface Pipeline<T> {
  /** Source and operators, with every argument that a stored place depends on. */
  readonly name: string;
  /** Number of elements of an epoch, or null when only iterating can tell. */
  readonly size: number | null;
  /**
   * Opens a pass; reads nothing yet.
   *
   * @throws {StateError} DATA_STATE when `state` is no place in this pipeline.
   */
  open(epoch: Epoch, state: CursorState | undefined): Cursor<T>;
  /** Present in an indexed pipeline: the elements of one epoch, by index. */
  readonly view?: (epoch: Epoch) => (index: number) => T | Promise<T>;
}

/** A pipeline whose elements can be had in any order. */
export interface IndexedPipeline<T> extends Pipeline<T> {
  readonly size: number;
  readonly view: (epoch: Epoch) => (index: number) => T | Promise<T>;
}

/** Whether the elements of `pipeline` can be had in any order. */
export function isIndexed<T>(pipeline: Pipeline<T>): pipeline is IndexedPipeline<T> {
  return pipeline.view !== undefined;
}

/** An indexed pipeline; its cursors follow from its elements. */
export function indexed<T>(parts: Pick<IndexedPipeline<T>, 'name' | 'size' | 'view'>): IndexedPipeline<T> {
  const { size, view } = parts;
  return {
    ...parts,
    open(epoch, state) {
      let position = countState(state, size);
      let closed = false;
      const elementAt = view(epoch);
      return {
        async next() {
          if (closed || position === size) return end;
          const value = await elementAt(position);
          position++;
          return { done: false, value };
        },
        state: () => position,
        async close() {
          closed = true;
        },
      };
    },
  };
}
