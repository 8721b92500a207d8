/**
 * Values of a stream in brief, from which its quantiles are read: some values, each with how many it stands for. Keras's
 * algorithm, so that the same data give the same boundaries.
 */

/** Values in ascending order and the number of elements that each stands for. */
export interface QuantileSummary {
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

/**
 * A summary of some values.
 *
 * @param values - In any order.
 * @param epsilon - What part of the values one of the summary stands for, at least.
 */
export function summarize(values: ArrayLike<number>, epsilon: number): QuantileSummary {
  const sorted = Float64Array.from(values).sort();
  const step = Math.max(sorted.length * epsilon, 1);
  const stride = Math.trunc(step);
  const kept: number[] = [];
  for (let index = Math.trunc(step - 1); index < sorted.length; index += stride) kept.push(sorted[index] as number);
  return { values: kept, weights: kept.map(() => step) };
}

/** The summary of both. */
export function mergeSummaries(a: QuantileSummary, b: QuantileSummary, epsilon: number): QuantileSummary {
  const values = [...a.values, ...b.values];
  const weights = [...a.weights, ...b.weights];
  const order = values.map((_, index) => index).sort((i, j) => (values[i] as number) - (values[j] as number));
  const sorted = (numbers: readonly number[]): number[] => order.map((index) => numbers[index] as number);
  return compress({ values: sorted(values), weights: sorted(weights) }, epsilon);
}

/** The values that cut what was summarized into parts of equal size, one fewer than parts. */
export function boundariesOf(summary: QuantileSummary, parts: number): number[] {
  return compress(summary, 1 / parts).values.slice(0, -1);
}

/** A summary of at most about 1 / epsilon values. */
function compress(summary: QuantileSummary, epsilon: number): QuantileSummary {
  const { values, weights } = summary;
  if (values.length * epsilon < 1) return summary;
  let total = 0;
  const cumulative = weights.map((weight) => (total += weight));
  const shares = cumulative.map((count) => count / total);
  const wanted = Array.from({ length: Math.ceil(1 / epsilon) }, (_, index) => epsilon + index * epsilon);
  const counts = wanted.map((share) => interpolate(share, shares, cumulative));
  return {
    values: wanted.map((share) => Math.fround(interpolate(share, shares, values))),
    weights: counts.map((count, index) => Math.fround(count - (counts[index - 1] ?? 0))),
  };
}

/** The value at `x` of the line through (xs, ys), constant beyond its ends; `xs` ascend. */
function interpolate(x: number, xs: readonly number[], ys: readonly number[]): number {
  const next = xs.findIndex((other) => other > x);
  if (next === 0) return ys[0] as number;
  if (next < 0) return ys.at(-1) as number;
  const [x0, x1] = [xs[next - 1] as number, xs[next] as number];
  const [y0, y1] = [ys[next - 1] as number, ys[next] as number];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}
