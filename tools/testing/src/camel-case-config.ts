/** Configs of Keras in the words of this project. */

const values: Readonly<Record<string, string>> = {
  sum_over_batch_size: 'sumOverBatchSize',
  mean_with_sample_weight: 'meanWithSampleWeight',
  uniform_average: 'uniformAverage',
  variance_weighted_average: 'varianceWeightedAverage',
};

/**
 * A config with camelCase keys and values; what only Keras has, `name` and `dtype`, is left out.
 *
 * @param config - As `get_config()` of a loss or a metric gives it.
 */
export function camelCaseConfig(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key !== 'name' && key !== 'dtype')
      .map(([key, value]) => [
        key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        typeof value === 'string' ? (values[value] ?? value) : value,
      ]),
  );
}
