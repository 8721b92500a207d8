/** The messages of callbacks: one function a message, each with its code. */
import { describeValue, IsogradError, ValueError } from '@isograd/core';

export function callbackFailed(where: string, cause: unknown): IsogradError {
  return new IsogradError({
    code: 'CALLBACK_FAILED',
    where,
    problem: 'it threw an error, which ended the training; the model keeps its weights.',
    received: cause instanceof Error ? `${cause.name} "${cause.message}"` : describeValue(cause),
    expected: 'a callback that returns',
    fix: 'correct the callback; to end a training early, set model.stopTraining.',
    cause,
  });
}

export function noDirection(where: string, monitor: string): ValueError {
  return new ValueError({
    code: 'MONITOR_MODE',
    where,
    problem: 'nobody knows whether the monitored number should fall or rise.',
    received: `monitor ${describeValue(monitor)} with mode "auto"`,
    expected: 'mode "min" or "max"',
    fix: "pass mode: 'max' for a score and mode: 'min' for an error.",
  });
}

export function badScheduleResult(where: string, epoch: number, received: unknown): ValueError {
  return new ValueError({
    code: 'SCHEDULE_RESULT',
    where,
    problem: 'a schedule returns the learning rate of an epoch.',
    received: `${describeValue(received)} for epoch ${epoch}`,
    expected: 'a number of at least 0',
    fix: 'return the rate it was called with where it should not change.',
  });
}

export function badTemplate(where: string, received: string, available: readonly string[]): ValueError {
  return new ValueError({
    code: 'CHECKPOINT_TEMPLATE',
    where,
    problem: 'a field of the path has no value.',
    received,
    expected: `a field of ${available.join(', ')}, with a format such as {epoch:02d} or {val_loss:.2f}`,
    fix: 'correct the name of the field, or validate so that there are val_ numbers.',
  });
}

/** What a warning says of a monitored name that the logs do not have. */
export function monitorMissing(name: string, monitor: string, available: readonly string[]): string {
  return `${name} monitors "${monitor}", which there is not, and does nothing; there are ${available.join(', ')}`;
}
