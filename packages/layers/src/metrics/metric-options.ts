/** What the options of metrics share. */
import { formatShape, type PartialShape } from '@isograd/core';
import { metricOutput } from './metric-messages.js';
import { badOption } from '../messages.js';

/** Options of every metric. */
export interface MetricOptions {
  /** Key in logs. Default: the name of the factory. */
  readonly name?: string;
}

/**
 * The name of a metric.
 *
 * @param factory - Name of the factory.
 * @throws {ValueError} LAYER_OPTION
 */
export function metricName(factory: string, options: MetricOptions): string {
  const { name = factory } = options;
  if (typeof name === 'string' && name !== '') return name;
  throw badOption(factory, 'name', name, 'a string that is not empty');
}

/**
 * The number of outputs of a model that gives `[batch, outputs]`.
 *
 * @throws {ShapeError} METRIC_SHAPE
 */
export function outputCount(where: string, outputShape: PartialShape): number {
  const count = outputShape[1] ?? null;
  if (outputShape.length === 2 && count !== null) return count;
  throw metricOutput(where, formatShape(outputShape), '[batch, outputs]');
}
