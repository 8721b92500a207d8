/** Data that a layer takes statistics of. */
import type { NdArray } from '@isograd/core';
import { badData } from '../../training/data-messages.js';
import { type DataInput, readData } from '../../training/host-data.js';
import type { DatasetBatch } from '../../training/fit-options.js';

/** One array, or a batch of a data set, of whose `x` the statistics are taken. */
export type AdaptBatch = DataInput | DatasetBatch;

/** An array of examples, or batches, one after another. */
export type AdaptData = DataInput | Iterable<AdaptBatch> | AsyncIterable<AdaptBatch>;

/**
 * The batches of some data, as host arrays.
 *
 * @param where - Who asks, for messages.
 * @throws {ValueError} DATA_KIND
 */
export async function* batchesToAdapt(where: string, data: AdaptData): AsyncGenerator<NdArray> {
  if (!isBatches(data)) {
    yield await onlyArray(where, data);
    return;
  }
  for await (const batch of data) yield await onlyArray(where, isDatasetBatch(batch) ? batch.x : batch);
}

async function onlyArray(where: string, data: DatasetBatch['x'] | DataInput): Promise<NdArray> {
  const [array, ...others] = await readData(where, 'data', data);
  if (array === undefined || others.length > 0) throw badData(where, 'a batch of several arrays', data);
  return array;
}

function isBatches(data: AdaptData): data is Iterable<AdaptBatch> | AsyncIterable<AdaptBatch> {
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return false;
  if (Array.isArray(data)) return typeof data[0] !== 'number';
  return Symbol.iterator in data || Symbol.asyncIterator in data;
}

function isDatasetBatch(batch: AdaptBatch): batch is DatasetBatch {
  return typeof batch === 'object' && batch !== null && 'x' in batch;
}
