/** The laws of resampling against PyTorch's results in float64, and sampled pixels that one can count. */
import { loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import type { HostTensor } from './host-tensor.js';
import { resizeBilinear, resizeBilinearGradient, resizeNearestNeighbor } from './resize.js';

const row = (values: number[]): HostTensor => ({
  shape: [1, 1, values.length, 1],
  dtype: 'float32',
  values: Float64Array.from(values),
});

it('equals PyTorch where centers lie on centers', async () => {
  const { cases } = await loadFixtures<{ interpolation: string; size: [number, number] }>('layers');
  const fixtures = cases.filter(({ op }) => op === 'upsample2d');
  expect(fixtures.length).toBe(2);
  for (const { config, inputs, upstream, outputs, grads } of fixtures) {
    const [x, dy] = [inputs['x'], upstream['y']].map((tensor) => ({
      shape: tensor?.shape ?? [],
      dtype: 'float32' as const,
      values: tensor?.values ?? new Float64Array(),
    })) as [HostTensor, HostTensor];
    const size = [1, 2].map((axis) => (x.shape[axis] as number) * (config.size[axis - 1] as number)) as [
      number,
      number,
    ];
    const attributes = { alignCorners: false, halfPixelCenters: true, size };
    const isBilinear = config.interpolation === 'bilinear';
    const y = (isBilinear ? resizeBilinear : resizeNearestNeighbor)({ images: x }, attributes);
    const worst = Math.max(
      ...y.values.map((value, place) => Math.abs(value - (outputs['y']?.values[place] as number))),
    );
    expect(worst).toBeLessThan(1e-12);
    if (!isBilinear) continue;
    const dx = resizeBilinearGradient({ images: x, dy }, attributes);
    const worstGradient = Math.max(
      ...dx.values.map((value, place) => Math.abs(value - (grads['x']?.values[place] as number))),
    );
    expect(worstGradient).toBeLessThan(1e-12);
  }
});

it('samples the row 0 1 2 3 by each convention', () => {
  const images = row([0, 1, 2, 3]);
  const values = (law: typeof resizeBilinear, alignCorners: boolean, halfPixelCenters: boolean): number[] =>
    Array.from(law({ images }, { alignCorners, halfPixelCenters, size: [1, 2] }).values);
  expect(values(resizeBilinear, false, false)).toEqual([0, 2]);
  expect(values(resizeBilinear, true, false)).toEqual([0, 3]);
  expect(values(resizeBilinear, false, true)).toEqual([0.5, 2.5]);
  expect(values(resizeNearestNeighbor, false, false)).toEqual([0, 2]);
  expect(values(resizeNearestNeighbor, true, false)).toEqual([0, 3]);
  expect(values(resizeNearestNeighbor, false, true)).toEqual([1, 3]);
});
