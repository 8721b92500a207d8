/** Windows that fade a stretch of signal in and out before its spectrum is taken. */

/** Windows by scipy's names. */
export type SignalWindowName = 'hann' | 'hamming' | 'blackman' | 'bartlett' | 'boxcar';

/** Names of all windows. */
export const signalWindowNames: readonly SignalWindowName[] = ['hann', 'hamming', 'blackman', 'bartlett', 'boxcar'];

/** Weights of cos(k · angle), with alternating signs. */
const cosineWeights: Partial<Readonly<Record<SignalWindowName, readonly number[]>>> = {
  hann: [0.5, 0.5],
  hamming: [0.54, 0.46],
  blackman: [0.42, 0.5, 0.08],
  boxcar: [1],
};

/**
 * The values of a window (scipy.signal.get_window).
 *
 * @param name - Which window.
 * @param length - Number of values.
 * @param periodic - Whether the value after the last would equal the first; else the last does.
 */
export function signalWindow(name: SignalWindowName, length: number, periodic: boolean): Float64Array {
  const intervals = periodic ? length : length - 1;
  if (length === 1 || intervals < 1) return new Float64Array(length).fill(1);
  const weights = cosineWeights[name];
  return Float64Array.from({ length }, (_, index) => {
    const share = index / intervals;
    if (weights === undefined) return 1 - Math.abs(2 * share - 1); // bartlett: a triangle
    return weights.reduce((sum, weight, k) => sum + (-1) ** k * weight * Math.cos(2 * Math.PI * k * share), 0);
  });
}
