/** What each frequency adds to each band of a mel spectrogram. */

/** Which bands there are. */
export interface MelBands {
  /** Samples a second. */
  readonly samplingRate: number;
  readonly numMelBins: number;
  /** Where the lowest band begins, in hertz. */
  readonly minFreq: number;
  /** Where the highest band ends, in hertz. */
  readonly maxFreq: number;
}

/** Pitch on the mel scale (O'Shaughnessy), as TensorFlow and Keras write it. */
function toMel(hertz: number): number {
  return 1127 * Math.log(1 + hertz / 700);
}

/**
 * Triangles over the mel scale, each as wide as two steps between bands; the frequency 0 belongs to none.
 *
 * @param bins - Number of frequencies from 0 to half the sampling rate.
 * @returns float32 `[bins, numMelBins]`, row-major.
 */
export function melWeights(bins: number, { samplingRate, numMelBins, minFreq, maxFreq }: MelBands): Float32Array {
  const weights = new Float32Array(bins * numMelBins);
  const [lowest, highest] = [toMel(minFreq), toMel(maxFreq)];
  const step = (highest - lowest) / (numMelBins + 1);
  for (let bin = 1; bin < bins; bin++) {
    const mel = toMel((bin * samplingRate) / 2 / (bins - 1));
    for (let band = 0; band < numMelBins; band++) {
      const distance = Math.abs(mel - (lowest + (band + 1) * step));
      weights[bin * numMelBins + band] = Math.max(0, 1 - distance / step);
    }
  }
  return weights;
}
