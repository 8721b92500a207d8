/** Layers that recolor, cover, cut and mix images: against Keras, against their formulas, and the laws of their draws. */
import {
  camelCaseConfig,
  describeBackends,
  expectWithinTolerance,
  type FixtureCase,
  loadFixtures,
  seededValues,
} from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { random, type RandomKey } from '@isograd/core';
import { expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { layerReader } from '../../serialization/layer-reader.js';
import { layerTable } from '../../serialization/layer-table.js';
import { augmented } from '../../testing/augmented.js';
import { cutMix } from './cut-mix.js';
import { mixUp } from './mix-up.js';
import { randomBrightness } from './random-brightness.js';
import { randomColorJitter } from './random-color-jitter.js';
import { randomContrast } from './random-contrast.js';
import { randomCrop } from './random-crop.js';
import { randomErasing } from './random-erasing.js';
import { randomFlip } from './random-flip.js';
import { randomGaussianBlur } from './random-gaussian-blur.js';
import { randomHue } from './random-hue.js';
import { randomInvert } from './random-invert.js';
import { drawSymmetricBeta } from './symmetric-beta.js';

const family =
  /^(Random(Brightness|Contrast|Saturation|ColorDegeneration|Sharpness|Posterization|Grayscale|Invert)|Solarization|AutoContrast|Equalization)$/;
const keras = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) => family.test(op));

/** The layer of a case of Keras. */
function layerOf({ op, config }: FixtureCase): Layer {
  const options = Object.entries(camelCaseConfig(config)).filter(([, value]) => value !== null);
  return layerReader('fixtures of Keras', layerTable)({ className: op, config: Object.fromEntries(options) });
}

/** Values as a reference. */
function exactly(values: ArrayLike<number>, shape: readonly number[]) {
  return { shape, dtype: 'float64', values: Float64Array.from(values) };
}

it('covers every case', () => {
  expect(keras.length).toBe(18);
});

describeBackends('images against Keras', () => {
  it.each(keras.map((fixture) => [fixture.name, fixture] as const))('%s', (_name, fixture) => {
    const { x, y } = { x: fixture.inputs['x'], y: fixture.outputs['y'] };
    if (x === undefined || y === undefined) throw new Error('no image');
    const [{ values }] = augmented(layerOf(fixture), [x], fixture.config['__training'] === true);
    if (fixture.op === 'RandomInvert') {
      // The probability itself is drawn, from [0, 1]: each image is either inverted or not, in Keras and here.
      for (const images of [values, y.values]) {
        const sums = images.map((value, index) => value + (x.values[index] ?? 0));
        const [half] = [sums.length / 2];
        for (const start of [0, half]) {
          const isInverted = sums.subarray(start, start + half).every((sum) => sum === 255);
          const isKept = images
            .subarray(start, start + half)
            .every((value, index) => value === x.values[start + index]);
          expect(isInverted || isKept).toBe(true);
        }
      }
      return;
    }
    if (fixture.name === 'RandomSaturation') {
      // Keras clips S, which is at most 1, to the value range of pixels: no pixel of full saturation is compared.
      const pixels = Array.from({ length: values.length / 3 }, (_, index) => 3 * index).filter((at) =>
        y.values.subarray(at, at + 3).every((value) => value >= 0),
      );
      const pick = (all: ArrayLike<number>): number[] => pixels.flatMap((at) => [0, 1, 2].map((k) => all[at + k] ?? 0));
      expect(pixels.length).toBeGreaterThan(0);
      expectWithinTolerance(pick(values), { ...y, values: Float64Array.from(pick(y.values)) });
      expect(Math.min(...values)).toBeGreaterThanOrEqual(-1e-4);
      return;
    }
    expectWithinTolerance(values, y);
  });
});

const count = 4000;
const dots = { values: new Float32Array(count).fill(100), shape: [count, 1, 1, 1] };

/** Five standard deviations of a mean of `count` draws. */
function bound(variance: number): number {
  return 5 * Math.sqrt(variance / count);
}

function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

describeBackends('draws', () => {
  it('are uniform and each image has its own', () => {
    const [{ values }] = augmented(randomBrightness({ factor: [-0.2, 0.4], seed: 1 }), [dots]);
    const draws = Array.from(values, (value) => (value - 100) / 255);
    expect(new Set(values).size).toBeGreaterThan(0.99 * count);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(-0.2 - 1e-6);
    expect(Math.max(...draws)).toBeLessThanOrEqual(0.4 + 1e-6);
    expect(Math.abs(meanOf(draws) - 0.1)).toBeLessThan(bound(0.6 ** 2 / 12));
    const squares = draws.map((draw) => (draw - 0.1) ** 2);
    expect(Math.abs(meanOf(squares) - 0.03)).toBeLessThan(bound(0.6 ** 4 / 180));
  });

  it('contrast multiplies by 1 - lower to 1 + upper', () => {
    const pairs = {
      values: Array.from({ length: 2 * count }, (_, index) => (index % 2 === 0 ? 90 : 110)),
      shape: [count, 1, 2, 1],
    };
    const [{ values }] = augmented(randomContrast({ factor: 0.5, seed: 2 }), [pairs]);
    const factors = Array.from({ length: count }, (_, index) => ((values[2 * index + 1] ?? 0) - 100) / 10);
    expect(Math.abs(meanOf(factors) - 1)).toBeLessThan(bound(1 / 12));
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.5 - 1e-5);
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.5 + 1e-5);
  });

  it('flip half of the images, and invert half where the probability is drawn', () => {
    const pairs = { values: Array.from({ length: 2 * count }, (_, index) => index % 2), shape: [count, 1, 2, 1] };
    const [{ values }] = augmented(randomFlip({ mode: 'horizontal', seed: 3 }), [pairs]);
    const flipped = Array.from({ length: count }, (_, index) => values[2 * index] ?? 0);
    expect(Math.abs(meanOf(flipped) - 0.5)).toBeLessThan(bound(0.25));
    const [inverted] = augmented(randomInvert({ seed: 4 }), [dots]);
    const share = meanOf(inverted.values.map((value) => (value === 155 ? 1 : 0)));
    expect(Math.abs(share - 0.5)).toBeLessThan(bound(0.25));
  });

  it.each([0.2, 1, 4])('of Beta(%d, %d) have its mean, variance and fourth moment', (alpha) => {
    const draws = tf.tidy(() => drawSymmetricBeta(random.key(7) as RandomKey, tf.scalar(alpha), count).dataSync());
    const variance = 1 / (4 * (2 * alpha + 1));
    const fourth = variance ** 2 * (3 - 6 / (2 * alpha + 3));
    const powers = (power: number): number[] => Array.from(draws, (draw) => (draw - 0.5) ** power);
    expect(Math.abs(meanOf(powers(1)))).toBeLessThan(bound(variance));
    expect(Math.abs(meanOf(powers(2)) - variance)).toBeLessThan(bound(fourth - variance ** 2));
    expect(Math.abs(meanOf(powers(4)) - fourth)).toBeLessThan(bound(2 ** -8 - fourth ** 2));
    for (const draw of draws) expect(draw >= 0 && draw <= 1).toBe(true);
  });

  it('of a tiny parameter are 0 or 1', () => {
    const draws = tf.tidy(() => drawSymmetricBeta(random.key(8) as RandomKey, tf.scalar(1e-6), 500).dataSync());
    expect(Array.from(draws).every((draw) => draw < 1e-3 || draw > 1 - 1e-3)).toBe(true);
    expect(Math.abs(meanOf(draws) - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 500));
  });
});

/** Images of one value each, its number, and labels that name it. */
const numbered = { batch: 8, height: 5, width: 6 };
const plain = {
  values: Array.from({ length: 8 * 30 }, (_, index) => Math.floor(index / 30)),
  shape: [numbered.batch, numbered.height, numbered.width, 1],
};
const labels = { values: Array.from({ length: 64 }, (_, index) => (index % 9 === 0 ? 1 : 0)), shape: [8, 8] };

describeBackends('mixtures', () => {
  it.each([
    ['mixUp', () => mixUp({ alpha: 1, seed: 1 })],
    ['cutMix', () => cutMix({ seed: 1 })],
  ])('%s mixes labels as it mixes images', (_name, make) => {
    const [images, mixed] = augmented(make(), [plain, labels]);
    if (mixed === undefined) throw new Error('no labels');
    const means = Array.from({ length: 8 }, (_, index) => meanOf(images.values.subarray(30 * index, 30 * index + 30)));
    const byLabels = means.map((_, index) =>
      Array.from(mixed.values.subarray(8 * index, 8 * index + 8)).reduce((sum, part, number) => sum + part * number, 0),
    );
    expectWithinTolerance(byLabels, exactly(means, [8]));
    const sums = means.map((_, index) => meanOf(mixed.values.subarray(8 * index, 8 * index + 8)) * 8);
    expectWithinTolerance(sums, exactly(new Array<number>(8).fill(1), [8]));
    expect(images.values).not.toEqual(Float32Array.from(plain.values));
  });

  it('cutMix pastes whole pixels of one other image', () => {
    const [{ values }] = augmented(cutMix({ seed: 1 }), [plain]);
    for (let image = 0; image < 8; image++) {
      expect(new Set(values.subarray(30 * image, 30 * image + 30)).size).toBeLessThanOrEqual(2);
    }
  });

  it('pass through in inference', () => {
    const [images, same] = augmented(mixUp(), [plain, labels], false);
    expect(Array.from(images.values)).toEqual(plain.values);
    expect(Array.from(same?.values ?? [])).toEqual(labels.values);
  });

  it('refuse what cannot be mixed', () => {
    const layer = mixUp();
    expect(() => layer.computeOutputShape([[null, 4, 4, 1], [null]])).toThrow(/LABEL_SHAPE/);
    expect(() =>
      layer.computeOutputShape([
        [null, 4, 4, 1],
        [null, 3],
        [null, 3],
      ]),
    ).toThrow(/IMAGES_AND_LABELS/);
    layer.ensureBuilt(
      [
        [null, 4, 4, 1],
        [null, 3],
      ],
      { path: 'mix', key: Int32Array.of(1, 0, 0, 0) },
    );
    const [images, whole] = [tf.zeros([2, 4, 4, 1]), tf.zeros([2, 3], 'int32')];
    expect(() => layer.run([images, whole], { training: true })).toThrow(/LABEL_DTYPE/);
    tf.dispose([images, whole]);
    layer.dispose();
  });
});

describeBackends('boxes', () => {
  it('are cut out anywhere, with all pixels in their places', () => {
    const [height, width, batch] = [4, 5, 600];
    const image = Array.from({ length: height * width }, (_, index) => index);
    const x = { values: Array.from({ length: batch }, () => image).flat(), shape: [batch, height, width, 1] };
    const [{ values, shape }] = augmented(randomCrop({ height: 2, width: 3, seed: 5 }), [x]);
    expect(shape).toEqual([batch, 2, 3, 1]);
    const counts = new Map<number, number>();
    for (let index = 0; index < batch; index++) {
      const [first = -1, ...rest] = values.subarray(6 * index, 6 * index + 6);
      expect(rest).toEqual([1, 2, width, width + 1, width + 2].map((step) => first + step));
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    const places = (height - 1) * (width - 2);
    expect(counts.size).toBe(places);
    const deviation = Math.sqrt((batch / places) * (1 - 1 / places));
    for (const seen of counts.values()) expect(Math.abs(seen - batch / places)).toBeLessThan(5 * deviation);
  });

  it('are covered in the share that was asked for', () => {
    const size = 64;
    const x = { values: new Float32Array(40 * size * size), shape: [40, size, size, 1] };
    const layer = randomErasing({ factor: [1, 1], scale: [0.25, 0.25], fillValue: 1, valueRange: [0, 1], seed: 6 });
    const [{ values }] = augmented(layer, [x]);
    for (let image = 0; image < 40; image++) {
      const covered = meanOf(values.subarray(size * size * image, size * size * (image + 1))) * size * size;
      expect(covered).toBe(32 * 32); // half of the height and of the width, wherever it starts
    }
  });
});

const tiny = { values: seededValues(9, 6 * 3 * 4 * 3, [0, 1]), shape: [6, 3, 4, 3] };

describeBackends('colors', () => {
  it('turn by the drawn angle in either direction', () => {
    const factor = 0.375;
    const [{ values }] = augmented(randomHue({ factor: [factor, factor], valueRange: [0, 1], seed: 2 }), [tiny]);
    const turned = [factor / 2, -factor / 2].map((turn) =>
      Array.from({ length: tiny.values.length / 3 }, (_, index) =>
        hueTurned(tiny.values.subarray(3 * index, 3 * index + 3), turn),
      ).flat(),
    );
    const directions = Array.from({ length: 6 }, (_, image) => {
      const [from, to] = [36 * image, 36 * image + 36];
      const errors = turned.map((expected) =>
        Math.max(...expected.slice(from, to).map((value, index) => Math.abs(value - (values[from + index] ?? 0)))),
      );
      const direction = (errors[0] ?? 0) < (errors[1] ?? 0) ? 0 : 1;
      expectWithinTolerance(values.subarray(from, to), exactly(turned[direction]?.slice(from, to) ?? [], [36]));
      return direction;
    });
    expect(new Set(directions).size).toBe(2);
  });

  it('change one after another in a jitter', () => {
    const layer = randomColorJitter({
      valueRange: [0, 1],
      brightnessFactor: [0.1, 0.1],
      contrastFactor: [-0.25, 0.25],
      saturationFactor: [0.5, 0.5],
      hueFactor: [0, 0],
    });
    const [{ values }] = augmented(layer, [tiny]);
    const expected = new Float64Array(tiny.values.length);
    for (let image = 0; image < 6; image++) {
      for (let channel = 0; channel < 3; channel++) {
        const places = Array.from({ length: 12 }, (_, pixel) => 36 * image + 3 * pixel + channel);
        const lighter = places.map((place) => Math.min((tiny.values[place] ?? 0) + 0.1, 1));
        const average = meanOf(lighter);
        places.forEach((place, index) => {
          const stretched = ((lighter[index] ?? 0) - average) * 1.25 + average;
          expected[place] = Math.min(Math.max(stretched, 0), 1);
        });
      }
    }
    // A saturation factor of 1/2 multiplies S by 1 / (1 + 2e-7).
    expectWithinTolerance(values, exactly(expected, tiny.shape));
  });

  it('are blurred by a Gaussian kernel, zeros beyond the edges', () => {
    const sigma = 0.75;
    const options = { factor: [1, 1], kernelSize: [5, 3], sigma: [sigma, sigma], valueRange: [0, 1] } as const;
    const [{ values }] = augmented(randomGaussianBlur(options), [tiny]);
    const weights = (size: number): number[] => {
      const raw = Array.from({ length: size }, (_, index) =>
        Math.exp(-((index - (size - 1) / 2) ** 2) / (2 * sigma ** 2)),
      );
      const sum = raw.reduce((total, weight) => total + weight, 0);
      return raw.map((weight) => weight / sum);
    };
    const [across, down] = [weights(5), weights(3)];
    const expected = Array.from(tiny.values, (_, index) => {
      const [channel, x, y, image] = [
        index % 3,
        Math.floor(index / 3) % 4,
        Math.floor(index / 12) % 3,
        Math.floor(index / 36),
      ];
      let sum = 0;
      down.forEach((rowWeight, row) => {
        across.forEach((columnWeight, column) => {
          const [fromY, fromX] = [y + row - 1, x + column - 2];
          if (fromY < 0 || fromY > 2 || fromX < 0 || fromX > 3) return;
          sum += rowWeight * columnWeight * (tiny.values[36 * image + 12 * fromY + 3 * fromX + channel] ?? 0);
        });
      });
      return sum;
    });
    expectWithinTolerance(values, exactly(expected, tiny.shape), { kind: 'trajectory' }); // sigma is 0.75 + 1e-6, as in Keras
  });
});

/** Hue by the book: to HSV, turned, and back. */
function hueTurned(color: ArrayLike<number>, turn: number): number[] {
  const [r = 0, g = 0, b = 0] = Array.from(color);
  const value = Math.max(r, g, b);
  const chroma = value - Math.min(r, g, b);
  const sixth = value === r ? ((g - b) / chroma + 6) % 6 : value === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4;
  const hue = (((sixth / 6 + turn) % 1) + 1) % 1;
  const x = chroma * (1 - Math.abs(((hue * 6) % 2) - 1));
  const parts = [
    [chroma, x, 0],
    [x, chroma, 0],
    [0, chroma, x],
    [0, x, chroma],
    [x, 0, chroma],
    [chroma, 0, x],
  ][Math.floor(hue * 6)];
  return (parts ?? []).map((part) => part + value - chroma);
}

/** The first draws, to which every backend is held. */
let first: readonly Float32Array[] | undefined;

describeBackends('augmentation with a seed', () => {
  it('repeats, on every backend alike', () => {
    const run = (): Float32Array[] => [
      augmented(randomFlip({ seed: 11 }), [plain])[0].values,
      augmented(randomCrop({ height: 3, width: 2, seed: 12 }), [tiny])[0].values,
      augmented(cutMix({ seed: 13 }), [plain])[0].values,
    ];
    first ??= run();
    expect(run()).toEqual(first);
  });

  it('refuses images without the channels that it needs, and other orders of axes', () => {
    const layer = randomHue({ factor: 0.5 });
    expect(() => layer.computeOutputShape([[null, 4, 4, 1]])).toThrow(/IMAGE_CHANNELS/);
    expect(() => randomFlip({ dataFormat: 'channelsFirst' as never })).toThrow(/DATA_FORMAT/);
    expect(() => randomErasing({ fillValue: [1, 2] }).computeOutputShape([[null, 4, 4, 3]])).toThrow(/LAYER_OPTION/);
  });
});
