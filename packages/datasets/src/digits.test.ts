import { describe, expect, it } from 'vitest';
import { digits } from './index.js';

// Expected: the figures that scikit-learn publishes for load_digits, and sums over its table taken in Python.
describe('digits', () => {
  it('is the published set', async () => {
    const { images, labels } = await digits.load();
    expect([images.dtype, images.shape]).toEqual(['float32', [1797, 8, 8, 1]]);
    expect([labels.dtype, labels.shape]).toEqual(['int32', [1797]]);
    const pixels = Array.from(images.data, (ink) => ink * 16);
    expect(pixels.slice(0, 8)).toEqual([0, 0, 5, 13, 9, 1, 0, 0]);
    expect(pixels.slice(-64, -56)).toEqual([0, 0, 10, 14, 8, 1, 0, 0]);
    expect(labels.data[0]).toBe(0);
    expect(labels.data[1796]).toBe(8);
    const counts = digits.classNames.map((_, digit) => labels.data.filter((label: number) => label === digit).length);
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    expect(pixels.every((pixel) => Number.isInteger(pixel) && pixel >= 0 && pixel <= 16)).toBe(true);
    expect(pixels.reduce((sum, pixel) => sum + pixel, 0)).toBe(561_718);
    // Weighted by image and by pixel, each counted from 1, so that the order counts too.
    const weighted = pixels.reduce((sum, pixel, at) => sum + (Math.floor(at / 64) + 1) * ((at % 64) + 1) * pixel, 0);
    expect(weighted).toBe(16_337_198_609);
  });

  it('is an indexed dataset of what it describes', async () => {
    const dataset = await digits.dataset();
    expect(dataset.size).toBe(digits.size);
    const [first] = await dataset.take(1).toArray();
    for (const name of ['x', 'y'] as const) {
      expect([first?.[name].dtype, first?.[name].shape]).toEqual([
        digits.features[name]?.dtype,
        digits.features[name]?.shape,
      ]);
    }
    const [batch] = await dataset.shuffle({ seed: 1 }).batch(32).take(1).toArray();
    expect(batch?.x.shape).toEqual([32, 8, 8, 1]);
    expect(batch?.y.dtype).toBe('int32');
  });

  it('gives arrays of its own at each call', async () => {
    const { images } = await digits.load();
    images.data.fill(0);
    expect((await digits.load()).images.data[2]).toBe(5 / 16);
  });
});
