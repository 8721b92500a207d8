/** The public surface of @isograd/data. */
export type { ElementOf, NestedNumbers, NumericArray, SelectionOf } from './columns.js';
export type { CursorState } from './cursor-state.js';
export type { Dataset, DatasetIterator, DatasetState, IterateOptions } from './dataset.js';
export { type Epoch, type Place, placeKey } from './epoch.js';
export type { BatchOptions } from './operators/batch.js';
export type { MapOptions } from './operators/map.js';
export type { ShuffleOptions } from './operators/shuffle.js';
export { fromArrays } from './sources/from-arrays.js';
export { fromIterable, type IterableSource } from './sources/from-iterable.js';
export type { Batched } from './stack.js';
export { trainTestSplit, type TrainTestSplitOptions } from './train-test-split.js';
