/** The mel spectrogram against its definition, in float64. */
import { keyData } from '@isograd/core';
import { describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { melSpectrogram } from './mel-spectrogram.js';

const samples = 30;
const [fftLength, sequenceLength, sequenceStride] = [12, 9, 5];
const [samplingRate, numMelBins, minFreq, maxFreq] = [100, 4, 3, 45];

/** A sound that is mirrored at its ends. */
function mirrored(sound: ArrayLike<number>, place: number): number {
  const folded = place < 0 ? -place : place >= sound.length ? 2 * (sound.length - 1) - place : place;
  return sound[folded] ?? Number.NaN;
}

/** Power of one frequency of the frame centered at a sample, with Hann's window. */
function powerOf(sound: ArrayLike<number>, center: number, frequency: number): number {
  let [real, imag] = [0, 0];
  const first = Math.floor((fftLength - sequenceLength) / 2);
  for (let step = 0; step < sequenceLength; step++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * step) / sequenceLength);
    const value = window * mirrored(sound, center - fftLength / 2 + first + step);
    const angle = (-2 * Math.PI * frequency * (first + step)) / fftLength;
    real += value * Math.cos(angle);
    imag += value * Math.sin(angle);
  }
  return real ** 2 + imag ** 2;
}

/** How much of a frequency belongs to a band: a triangle from the band before to the band behind, in mel. */
function shareOf(frequency: number, band: number): number {
  const toMel = (hertz: number): number => 1127 * Math.log(1 + hertz / 700);
  const edge = (index: number): number =>
    toMel(minFreq) + (index * (toMel(maxFreq) - toMel(minFreq))) / (numMelBins + 1);
  const mel = toMel((frequency * samplingRate) / fftLength);
  if (frequency === 0 || mel <= edge(band) || mel >= edge(band + 2)) return 0;
  const [rise, fall] = [mel - edge(band), edge(band + 2) - mel];
  return Math.min(rise / (edge(band + 1) - edge(band)), fall / (edge(band + 2) - edge(band + 1)));
}

describeBackends('melSpectrogram', () => {
  it('sums the power of each frame over bands', () => {
    const sounds = [seededValues(1, samples), seededValues(2, samples)];
    const options = { fftLength, sequenceLength, sequenceStride, samplingRate, numMelBins, minFreq, maxFreq };
    const layer = melSpectrogram({ ...options, powerToDb: false });
    layer.ensureBuilt([[null, samples]], { path: 'mel', key: keyData(0) });
    const y = tf.tidy(() => {
      const x = tf.tensor2d(sounds.map((sound) => Array.from(sound)));
      return layer.run([x], { training: false }) as tf.Tensor;
    });
    const frames = 1 + Math.floor(samples / sequenceStride);
    expect(y.shape).toEqual([2, numMelBins, frames]);
    const expected = sounds.flatMap((sound) =>
      Array.from({ length: numMelBins * frames }, (_, index) => {
        const [band, frame] = [Math.floor(index / frames), index % frames];
        let sum = 0;
        for (let frequency = 0; frequency <= fftLength / 2; frequency++) {
          sum += shareOf(frequency, band) * powerOf(sound, frame * sequenceStride, frequency);
        }
        return sum;
      }),
    );
    expectWithinTolerance(y.dataSync(), { shape: y.shape, dtype: 'float64', values: Float64Array.from(expected) });
    y.dispose();
    layer.dispose();
  });
});
