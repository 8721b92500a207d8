/** Divides a pipeline of batches into epochs. */
import type { Dataset } from '@isograd/data';
import { endlessDataset } from './data-messages.js';

/**
 * The batches of each epoch.
 *
 * Without `stepsPerEpoch` an epoch is a pass over the data set, in the order of its number. With it, epochs take
 * that many batches each from one pass, and a new pass begins where the last one ends.
 *
 * @param where - Who asks, for messages.
 * @param initialEpoch - Number of the first epoch, and of the first pass.
 * @throws {ValueError} DATA_ENDLESS_EPOCH when a pass has no end and nothing else ends the epoch.
 */
export function datasetEpochs<T>(
  where: string,
  dataset: Dataset<T>,
  initialEpoch: number,
  stepsPerEpoch: number | undefined,
): (epoch: number) => AsyncIterable<T> {
  if (stepsPerEpoch !== undefined) return continuedEpochs(dataset, initialEpoch, stepsPerEpoch);
  if (dataset.size === Number.POSITIVE_INFINITY) throw endlessDataset(where);
  return (epoch) => dataset.iterate({ epoch });
}

function continuedEpochs<T>(dataset: Dataset<T>, initialEpoch: number, steps: number): () => AsyncIterable<T> {
  let pass = initialEpoch;
  let iterator = dataset.iterate({ epoch: pass });
  return async function* () {
    let isFresh = false; // whether the pass began within the step that is being read
    for (let step = 0; step < steps; ) {
      const { done, value } = await iterator.next();
      if (!done) {
        step++;
        isFresh = false;
        yield value;
      } else if (isFresh) {
        return; // an empty data set
      } else {
        iterator = dataset.iterate({ epoch: ++pass });
        isFresh = true;
      }
    }
  };
}
