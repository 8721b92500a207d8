/**
 * What happens while a model trains, as plain JSON: one stream under callbacks, logs, and whatever watches from another
 * thread or machine.
 */
import type { Logs, TrainingInfo } from './callback.js';

/** What every event has. */
interface Happened<Type extends string> {
  readonly type: Type;
  /** Milliseconds since 1970, by the clock of the host. */
  readonly timeMs: number;
}

interface OfBatch {
  /** Number of the batch within the epoch, evaluation or prediction, from 0. */
  readonly batch: number;
}

interface OfTrainingBatch extends OfBatch {
  readonly epoch: number;
  /** Number of the step within this `fit`, from 0. */
  readonly step: number;
}

interface OfTestedBatch extends OfBatch {
  /** Number of examples in this batch. */
  readonly size: number;
}

/**
 * One event. A number that is not finite, the loss of a training that diverges, becomes `null` in JSON.
 *
 * `trainBegin (epochBegin (batchBegin batchEnd)… (testBegin (testBatchBegin testBatchEnd)… testEnd)? epochEnd)… trainEnd`
 * is the order within `fit`; `trainError` ends it where an error does.
 */
export type TrainingEvent =
  | (Happened<'trainBegin'> & TrainingInfo & { readonly initialEpoch: number })
  | (Happened<'epochBegin'> & { readonly epoch: number })
  | (Happened<'batchBegin'> & OfTrainingBatch)
  | (Happened<'batchEnd'> &
      OfTrainingBatch & {
        readonly size: number;
        /** Loss of this batch alone. */
        readonly batchLoss: number;
        /** Means over the epoch so far. */
        readonly logs: Logs;
        /** Over the epoch so far. */
        readonly examplesPerSecond: number;
      })
  | Happened<'testBegin'>
  | (Happened<'testBatchBegin'> & OfBatch)
  | (Happened<'testBatchEnd'> & OfTestedBatch)
  | (Happened<'testEnd'> & { readonly logs: Logs })
  | Happened<'predictBegin'>
  | (Happened<'predictBatchBegin'> & OfBatch)
  | (Happened<'predictBatchEnd'> & OfTestedBatch)
  | Happened<'predictEnd'>
  | (Happened<'epochEnd'> & {
      readonly epoch: number;
      /** Means of the epoch, those on the validation data as `val_…`, and what callbacks have added. */
      readonly logs: Logs;
      /** Training and validation. */
      readonly durationMs: number;
    })
  | (Happened<'trainEnd'> & {
      /** Logs of the last epoch. */
      readonly logs: Logs;
      /** Whether it was stopped before the last epoch. */
      readonly isStopped: boolean;
    })
  | (Happened<'trainError'> & {
      readonly message: string;
      /** Of an error of ours. */
      readonly code: string | null;
    });

/** Receives events; it may be async and is awaited. */
export type EventListener = (event: TrainingEvent) => void | Promise<void>;

/** An event without its time. */
export type EventDetails = TrainingEvent extends infer Event
  ? Event extends TrainingEvent
    ? Omit<Event, 'timeMs'>
    : never
  : never;

/** Tells all listeners; the error of an event of `trainError` goes along, since JSON has no errors. */
export type Emit = (event: EventDetails, error?: unknown) => Promise<void>;
