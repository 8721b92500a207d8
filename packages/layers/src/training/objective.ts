/** What `compile` is given, resolved for the outputs of a model. */
import type { PartialShape } from '@isograd/core';
import { type Optimizer, type OptimizerName, recipes } from '@isograd/optimizers';
import type { Loss } from '../losses/loss.js';
import { type LossName, resolveLoss } from '../losses/named-loss.js';
import { badOption, nothingToMinimize, unknownName } from '../messages.js';
import type { Metric } from '../metrics/metric.js';
import { type MetricName, resolveMetric } from '../metrics/named-metric.js';
import { byOutput, type PerOutput } from './by-output.js';
import { loggedMetric, numberNames } from './metric-states.js';
import type { Objective, OutputObjective } from './trainer.js';

/** A loss, by name or itself; `null` for none. */
type LossOption = Loss | LossName | null;

/** Metrics of an output. */
type MetricOptions = readonly (Metric | Loss | MetricName)[];

/** Options of `compile`, with Keras's names. */
export interface CompileOptions {
  /** Default options when given by name. */
  readonly optimizer: Optimizer | OptimizerName;
  /**
   * One loss for every output, a list with one for each, or losses by name of their output; `null` for an output that
   * has none. Left out when layers add all that is minimised.
   */
  readonly loss?: PerOutput<LossOption>;
  /** Weight of each output's loss in the sum. Default: 1. */
  readonly lossWeights?: PerOutput<number>;
  /**
   * Measured on every output; or lists, one for each output or by its name. A loss is averaged like a metric. Default:
   * none.
   */
  readonly metrics?: PerOutput<MetricOptions>;
  /**
   * Whether a step is captured once and run as a program from then on. Choices that layers, losses and metrics make in
   * JavaScript are then made once; what cannot be captured runs as it is written, and a warning says why. Default: true.
   */
  readonly jit?: boolean;
}

/** An output as `compile` sees it. */
export interface CompiledOutput {
  readonly name: string;
  readonly shape: PartialShape;
}

/**
 * Resolves names for the outputs of a model. With several outputs, metrics are named after theirs:
 * `head_accuracy`. Without a loss metrics cannot be judged either, since there are no targets.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ShapeError} INPUT_COUNT, or of a metric that cannot judge its output
 * @throws {ValueError} LAYER_OPTION, OUTPUT_NAME, METRIC_NOT_SCALAR
 */
export function resolveObjective(
  where: string,
  options: CompileOptions,
  outputs: readonly CompiledOutput[],
): Objective {
  const names = outputs.map(({ name }) => name);
  const losses = byOutput(where, 'loss', options.loss, names, isLoss);
  const weights = byOutput(where, 'lossWeights', options.lossWeights, names, (value) => typeof value === 'number');
  const metrics = byOutput(where, 'metrics', options.metrics, names, isFlatList);
  let targets = 0;
  return {
    jit: options.jit ?? true,
    optimizer: resolveOptimizer(where, options.optimizer),
    outputs: outputs.map(({ name, shape }, index): OutputObjective => {
      const lossWeight = weights[index] ?? 1;
      if (!Number.isFinite(lossWeight)) throw badOption(where, 'lossWeights', lossWeight, 'finite numbers');
      const option = losses[index] ?? null;
      const measured = metrics[index] ?? [];
      if (option === null) {
        if (measured.length > 0) throw nothingToMinimize(where, name);
        return { loss: undefined, target: undefined, lossWeight, metrics: [] };
      }
      const loss = resolveLoss(where, option);
      const prefix = outputs.length === 1 ? '' : `${name}_`;
      return {
        loss,
        target: targets++,
        lossWeight,
        metrics: numberNames(
          measured
            .map((metric) => resolveMetric(where, metric, loss, shape))
            .map((metric) => loggedMetric(where, { name: `${prefix}${metric.name}`, metric, outputShape: shape })),
        ),
      };
    }),
  };
}

function isLoss(value: PerOutput<LossOption>): value is LossOption {
  return value === null || typeof value === 'string' || (typeof value === 'object' && 'perExample' in value);
}

/** A flat list of metrics is meant for every output. */
function isFlatList(value: PerOutput<MetricOptions>): value is MetricOptions {
  return Array.isArray(value) && !value.some((entry) => Array.isArray(entry));
}

function resolveOptimizer(where: string, option: Optimizer | OptimizerName): Optimizer {
  if (typeof option !== 'string') return option;
  if (!Object.hasOwn(recipes, option)) throw unknownName(where, 'optimizer', option, Object.keys(recipes));
  return recipes[option]();
}
