/** The messages of metrics, a part of the catalogue of layers: one function a message, each with its code. */
import { describeValue, ShapeError, StateError, ValueError } from '@isograd/core';

export function metricNotScalar(where: string, rank: number): ValueError {
  return new ValueError({
    code: 'METRIC_NOT_SCALAR',
    where,
    problem: 'a metric of a model gives one number.',
    received: `a metric whose result has ${rank === 1 ? 'one axis' : `${rank} axes`}`,
    expected: 'a metric whose result is a scalar',
    fix: 'choose an average, or measure with streamMetric(metric) on what predict returns.',
  });
}

export function metricOutput(where: string, received: string, expected: string): ShapeError {
  return new ShapeError({
    code: 'METRIC_SHAPE',
    where,
    problem: 'this metric cannot judge such an output.',
    received,
    expected,
    fix: 'reshape what the model gives, or choose another metric.',
  });
}

export function metricWithoutBatches(where: string): StateError {
  return new StateError({
    code: 'METRIC_EMPTY',
    where,
    problem: 'nothing was measured yet.',
    received: 'result() before the first update()',
    expected: 'at least one batch',
    fix: 'call update(yTrue, yPred) before.',
  });
}

export function metricDisposed(where: string): StateError {
  return new StateError({
    code: 'METRIC_DISPOSED',
    where,
    problem: 'it was disposed and its state is gone.',
    received: 'a use after dispose()',
    expected: 'a stream that was not disposed',
    fix: 'make a new one with streamMetric().',
  });
}

export function transcriptsDiffer(where: string, references: number, hypotheses: number): ShapeError {
  return new ShapeError({
    code: 'DATA_SIZES',
    where,
    problem: 'every hypothesis is compared with one reference.',
    received: `${references} references and ${hypotheses} hypotheses`,
    expected: 'as many of both',
    fix: 'pass two lists in one order.',
  });
}

export function badTranscript(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'DATA_KIND',
    where,
    problem: 'this is no transcript.',
    received: describeValue(received),
    expected: 'a string, or a list of numbers',
    fix: 'pass lists of strings, or of lists of token numbers.',
  });
}
