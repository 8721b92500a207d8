/** Gives a pipeline the methods of a dataset. */
import type { Dataset } from './dataset.js';
import { openIterator } from './dataset-iterator.js';
import { endless } from './messages.js';
import { batch } from './operators/batch.js';
import { filter } from './operators/filter.js';
import { map } from './operators/map.js';
import { prefetch } from './operators/prefetch.js';
import { repeat } from './operators/repeat.js';
import { shuffle } from './operators/shuffle.js';
import { skip } from './operators/skip.js';
import { take } from './operators/take.js';
import type { Pipeline } from './pipeline.js';

/** The dataset of a pipeline. */
export function createDataset<T>(pipeline: Pipeline<T>): Dataset<T> {
  return {
    size: pipeline.size,
    iterate: (options = {}) => openIterator(pipeline, options),
    map: (fn, options = {}) => createDataset(map(pipeline, fn, options)),
    filter: (keep) => createDataset(filter(pipeline, keep)),
    shuffle: (options) => createDataset(shuffle(pipeline, options)),
    batch: (batchSize, options = {}) => createDataset(batch(pipeline, batchSize, options)),
    repeat: (count) => createDataset(repeat(pipeline, count)),
    take: (count) => createDataset(take(pipeline, count)),
    skip: (count) => createDataset(skip(pipeline, count)),
    prefetch: (bufferSize) => createDataset(prefetch(pipeline, bufferSize)),
    async toArray() {
      if (pipeline.size === Number.POSITIVE_INFINITY) throw endless();
      const elements: T[] = [];
      for await (const element of openIterator(pipeline, {})) elements.push(element);
      return elements;
    },
    [Symbol.asyncIterator]: () => openIterator(pipeline, {}),
  };
}
