/** What `compile` is given, resolved for the outputs of a model. */
import type { PartialShape } from '@isograd/core';
import { adam, adamw, type Optimizer, sgd } from '@isograd/optimizers';
import type { Loss } from '../losses/loss.js';
import { type LossName, resolveLoss } from '../losses/named-loss.js';
import type { Metric } from '../metrics/metric.js';
import { type MetricName, resolveMetric } from '../metrics/named-metric.js';
import { badOption, unknownName, wrongInputCount } from '../messages.js';
import { toList } from '../tensor-list.js';
import { loggedMetric } from './metric-states.js';
import type { Objective } from './trainer.js';

/** Names that stand for an optimizer with its default options. */
export type OptimizerName = 'sgd' | 'adam' | 'adamw';

const optimizers: Readonly<Record<OptimizerName, () => Optimizer>> = { sgd, adam, adamw };

/** Options of `compile`, with Keras's names. */
export interface CompileOptions {
  /** Default options when given by name. */
  readonly optimizer: Optimizer | OptimizerName;
  /** One loss for every output, or a list with one for each. */
  readonly loss: Loss | LossName | readonly (Loss | LossName)[];
  /** Weight of each output's loss in the sum. Default: 1. */
  readonly lossWeights?: readonly number[];
  /** Measured on every output. Default: none. */
  readonly metrics?: readonly (Metric | MetricName)[];
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
 * `head_accuracy`.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ShapeError} INPUT_COUNT, or of a metric that cannot judge its output
 * @throws {ValueError} LAYER_OPTION, METRIC_NOT_SCALAR
 */
export function resolveObjective(
  where: string,
  options: CompileOptions,
  outputs: readonly CompiledOutput[],
): Objective {
  const losses = toList(options.loss);
  if (losses.length !== 1 && losses.length !== outputs.length) {
    throw wrongInputCount(`${where}, losses`, losses.length, outputs.length);
  }
  const { lossWeights = outputs.map(() => 1), metrics = [] } = options;
  if (lossWeights.length !== outputs.length) {
    throw badOption(where, 'lossWeights', lossWeights, `one number for each of the ${outputs.length} outputs`);
  }
  return {
    jit: options.jit ?? true,
    optimizer: resolveOptimizer(where, options.optimizer),
    outputs: outputs.map(({ name, shape }, index) => {
      const loss = resolveLoss(where, (losses.length === 1 ? losses[0] : losses[index]) as Loss | LossName);
      const prefix = outputs.length === 1 ? '' : `${name}_`;
      return {
        loss,
        lossWeight: lossWeights[index] ?? 1,
        metrics: metrics
          .map((metric) => resolveMetric(where, metric, loss, shape))
          .map((metric) => loggedMetric(where, { name: `${prefix}${metric.name}`, metric, outputShape: shape })),
      };
    }),
  };
}

function resolveOptimizer(where: string, option: Optimizer | OptimizerName): Optimizer {
  if (typeof option !== 'string') return option;
  if (!Object.hasOwn(optimizers, option)) throw unknownName(where, 'optimizer', option, Object.keys(optimizers));
  return optimizers[option]();
}
