/** The messages of metrics, a part of the catalogue of layers: one function a message, each with its code. */
import { ValueError } from '@isograd/core';

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
