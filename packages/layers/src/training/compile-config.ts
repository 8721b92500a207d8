/** What `compile` was given as plain JSON, and back. */
import { type JsonObject, optimizerFromConfig } from '@isograd/optimizers';
import type { Loss } from '../losses/loss.js';
import { type LossConfig, lossConfig, lossFromConfig } from '../losses/named-loss.js';
import { notAConfig } from '../losses/loss-messages.js';
import { lossMetric } from '../metrics/loss-metric.js';
import type { Metric } from '../metrics/metric.js';
import { metricConfig, metricFromConfig } from '../metrics/named-metric.js';
import type { CompileOptions } from './objective.js';

type Config = { readonly [entry: string]: unknown };

/**
 * Writes options down.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN, OPTIMIZER_UNKNOWN, OPTIMIZER_CUSTOM for what no file can hold: a loss, metric
 * or schedule of one's own
 */
export function compileConfig(options: CompileOptions): Config {
  const { optimizer, loss, lossWeights, metrics, jit } = options;
  const config = {
    optimizer: typeof optimizer === 'string' ? optimizer : { name: optimizer.name, config: optimizer.config },
    loss: mapEntries(loss, lossEntry),
    lossWeights,
    metrics: mapEntries(metrics, metricEntry),
    jit,
  };
  const json = JSON.parse(JSON.stringify(config)) as Config;
  compileOptionsFrom('compile', json); // what cannot be read is not written
  return json;
}

/**
 * The options that a config describes.
 *
 * @param where - Who reads, for messages.
 * @param config - What `compileConfig` gave; it may come from a file, and everything in it is checked.
 * @throws {ValueError} CONFIG_KIND, and what the optimizer, losses and metrics throw
 */
export function compileOptionsFrom(where: string, config: Config): CompileOptions {
  const { optimizer, loss, lossWeights, metrics, jit } = config;
  const numberEntry = (value: unknown): number => {
    if (typeof value !== 'number') throw notAConfig(where, value);
    return value;
  };
  if (jit !== undefined && typeof jit !== 'boolean') throw notAConfig(where, jit);
  return {
    optimizer: typeof optimizer === 'string' ? optimizer : optimizerFromConfig(partsOf(where, optimizer)),
    ...(loss === undefined ? {} : { loss: mapEntries(loss, (entry) => readLoss(where, entry)) }),
    ...(lossWeights === undefined ? {} : { lossWeights: mapEntries(lossWeights, numberEntry) }),
    ...(metrics === undefined
      ? {}
      : { metrics: mapEntries(metrics, (entry) => readPart(where, entry, metricFromConfig)) }),
    ...(jit === undefined ? {} : { jit }),
  } as CompileOptions; // `compile` looks up names and outputs itself
}

/** Applies `fn` to the entries of an option: to itself, or to those of its lists and, by output, of its values. */
function mapEntries(option: unknown, fn: (entry: unknown) => unknown, isByOutput = true): unknown {
  if (option === undefined) return undefined;
  if (Array.isArray(option)) return option.map((entry: unknown) => mapEntries(entry, fn, false));
  if (typeof option !== 'object' || option === null || 'className' in option || !isByOutput) return fn(option);
  return Object.fromEntries(Object.entries(option).map(([output, entry]) => [output, mapEntries(entry, fn, false)]));
}

/** A name stays a name: with other outputs, it may mean another metric. */
function lossEntry(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null ? lossConfig(entry as Loss) : entry;
}

function metricEntry(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null) return entry;
  return metricConfig('perExample' in entry ? lossMetric(entry as Loss) : (entry as Metric));
}

function readLoss(where: string, entry: unknown): Loss | string | null {
  return entry === null ? null : readPart(where, entry, lossFromConfig);
}

function readPart<Part>(where: string, entry: unknown, read: (config: LossConfig) => Part): Part | string {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null) throw notAConfig(where, entry);
  return read(entry as LossConfig);
}

function partsOf(where: string, optimizer: unknown): { readonly name: string; readonly config: JsonObject } {
  const { name, config } = (typeof optimizer === 'object' && optimizer !== null ? optimizer : {}) as Config;
  if (typeof name !== 'string' || typeof config !== 'object' || config === null || Array.isArray(config))
    throw notAConfig(where, optimizer);
  return { name, config: config as JsonObject };
}
