/** How fast each pair of features turns with the position, in rotary embeddings. */

/** How positions beyond those of the training are brought back among them. */
export type RopeType = 'linear' | 'dynamic' | 'yarn';

/** What the frequencies depend on. */
export interface RotaryFrequencyOptions {
  readonly maxWavelength: number;
  readonly scalingFactor: number;
  readonly ropeType: RopeType;
  readonly betaFast: number;
  readonly betaSlow: number;
  readonly originalMaxPositionEmbeddings: number;
  readonly truncate: boolean;
  readonly denominatorDim: number | undefined;
}

/**
 * Angles per position, in radians: maxWavelength^(-2i / features), divided by what the scaling says.
 *
 * @param features - Number of features, even.
 * @returns One for each pair of features, computed in float64.
 */
export function rotaryFrequencies(features: number, options: RotaryFrequencyOptions): Float64Array {
  const { maxWavelength, scalingFactor, ropeType, denominatorDim = features } = options;
  const pairs = features / 2;
  if (ropeType === 'yarn') return yarnFrequencies(pairs, options);
  const slowdown = ropeType === 'linear' ? scalingFactor : scalingFactor ** (features / Math.max(1, features - 2));
  return Float64Array.from({ length: pairs }, (_, pair) => maxWavelength ** ((-2 * pair) / denominatorDim) / slowdown);
}

/** Pairs that turn often keep their frequency, those that turn rarely are slowed down, a ramp joins them. */
function yarnFrequencies(pairs: number, options: RotaryFrequencyOptions): Float64Array {
  const { maxWavelength, scalingFactor, betaFast, betaSlow, originalMaxPositionEmbeddings, truncate } = options;
  const features = 2 * pairs;
  const pairThatTurns = (times: number): number =>
    (features * Math.log(originalMaxPositionEmbeddings / (times * 2 * Math.PI))) / (2 * Math.log(maxWavelength));
  const [first, last] = [pairThatTurns(betaFast), pairThatTurns(betaSlow)];
  const low = Math.max(truncate ? Math.floor(first) : first, 0);
  const high = Math.min(truncate ? Math.ceil(last) : last, features - 1);
  const width = Math.max(high - low, 1e-3);
  return Float64Array.from({ length: pairs }, (_, pair) => {
    const frequency = maxWavelength ** ((-2 * pair) / features);
    const slowed = Math.min(Math.max((pair - low) / width, 0), 1);
    return frequency * (slowed / scalingFactor + 1 - slowed);
  });
}

/** What cosines and sines are multiplied by: YaRN sharpens attention as sequences grow longer. */
export function rotaryMagnitude({ ropeType, scalingFactor }: RotaryFrequencyOptions): number {
  return ropeType === 'yarn' ? 0.1 * Math.log(scalingFactor) + 1 : 1;
}
