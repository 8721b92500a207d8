/** Transformations against Optax, and the scale of a plateau against PyTorch and Optax. */
import { describeBackends, expectWithinTolerance, type FixtureCase, loadFixtures, toTensor } from '@isograd/testing';
import { scalar, type Tensor, tensor, tidy, transpose, unstack } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  adaptiveGradientClip,
  centralizeGradients,
  type GradientTransformation,
  type ReduceOnPlateauOptions,
  reduceOnPlateau,
} from '../index.js';
import { updatesOf } from '../testing/given-updates.js';

const transformations = (await loadFixtures('transformations', 'optax')).cases;

/** What PyTorch's schedulers on a plateau were given, in the words of the two fixture files. */
interface PlateauConfig {
  readonly lr: number;
  readonly mode?: 'min' | 'max';
  readonly factor: number;
  readonly patience: number;
  readonly threshold?: number;
  readonly threshold_mode?: 'rel' | 'abs';
  readonly cooldown?: number;
  readonly min_lr?: number;
  readonly metrics?: readonly number[];
  readonly __metrics?: readonly number[];
}

const plateaus = [
  ...(await loadFixtures<PlateauConfig>('schedules')).cases.filter(({ op }) => op === 'plateau'),
  ...(await loadFixtures<PlateauConfig>('schedules', 'torch-more')).cases.filter(
    // PyTorch's eps keeps a rate that would hardly change, which is not offered.
    ({ op, name }) => op === 'ReduceLROnPlateau' && name !== 'ReduceLROnPlateau_eps',
  ),
];

it('has PyTorch’s cases of a plateau', () => {
  expect(plateaus.length).toBe(7);
});

function caseNamed(name: string): FixtureCase {
  const fixture = transformations.find((candidate) => candidate.name === name);
  if (fixture === undefined) throw new Error(`there is no case ${name}`);
  return fixture;
}

describeBackends('adaptiveGradientClip', () => {
  it.each<[name: string, part: () => GradientTransformation]>([
    ['adaptive_grad_clip', () => adaptiveGradientClip({ clipping: 0.5 })],
    ['adaptive_grad_clip_small', () => adaptiveGradientClip({ clipping: 0.01, epsilon: 0.5 })],
    ['adaptive_grad_clip_of_zero', () => adaptiveGradientClip({ clipping: 0.1 })],
  ])('does what Optax does: %s', (name, part) => {
    const fixture = caseNamed(name);
    const updates = updatesOf(part(), fixture);
    expect(Object.keys(updates).length).toBeGreaterThan(1);
    for (const [param, got] of Object.entries(updates)) expectWithinTolerance(got, fixture.outputs[`updates_${param}`]);
  });

  it('takes the last axis of a kernel of rank 3 for its filters, and a tensor with one long axis for one unit', () => {
    tidy(() => {
      // Each filter has weights of norm 2 and a gradient of norm 4; the row has 5 and 10.
      const params = { kernel: tensor(Array(8).fill(1), [2, 2, 2]), row: tensor([[3, 4]]) };
      const grads = { kernel: tensor(Array(8).fill(2), [2, 2, 2]), row: tensor([[6, 8]]) };
      const part = adaptiveGradientClip({ clipping: 0.5 });
      const { kernel, row } = part.update(grads, part.init(params), params).updates as typeof params;
      expect(Array.from(kernel.dataSync())).toEqual(Array(8).fill(0.5));
      expect(Array.from(row.dataSync())).toEqual([1.5, 2]);
    });
  });
});

describeBackends('centralizeGradients', () => {
  it.each(['kernel', 'W', 'b'])('does what Optax does, for which units are the first axis: %s', (name) => {
    const { inputs, outputs } = caseNamed('centralize');
    const part = centralizeGradients();
    const got = tidy(() =>
      unstack(toTensor(inputs[`g_${name}`])).flatMap((g) => {
        const axes = Array.from({ length: g.rank }, (_, axis) => axis);
        const unitsLast = transpose(g, [...axes.slice(1), 0]);
        const { updates } = part.update(unitsLast, part.init(unitsLast), unitsLast);
        return Array.from(transpose(updates as Tensor, [g.rank - 1, ...axes.slice(0, -1)]).dataSync());
      }),
    );
    expectWithinTolerance(got, outputs[`updates_${name}`]);
  });
});

describeBackends('reduceOnPlateau', () => {
  /** The scale of the update after each loss. */
  function scalesOf(options: ReduceOnPlateauOptions, losses: readonly number[]): number[] {
    const part = reduceOnPlateau(options);
    return tidy(() => {
      const params = scalar(0);
      let state = part.init(params);
      return losses.map((loss) => {
        const next = part.update(scalar(1), state, params, { loss: scalar(loss) });
        state = next.state;
        return (next.updates as Tensor).dataSync()[0] as number;
      });
    });
  }

  it.each<[name: string, options: ReduceOnPlateauOptions]>([
    ['reduce_on_plateau', { factor: 0.5, patience: 1 }],
    ['reduce_on_plateau_cooldown', { factor: 0.5, patience: 1, cooldown: 2 }],
    ['reduce_on_plateau_min_scale', { patience: 0, minScale: 0.02 }],
    ['reduce_on_plateau_atol', { factor: 0.5, patience: 2, threshold: 0.05, thresholdMode: 'abs' }],
    ['reduce_on_plateau_accumulation', { factor: 0.5, patience: 1, accumulationSteps: 2 }],
  ])('loses patience one loss later than Optax: %s', (name, options) => {
    const { inputs, outputs } = caseNamed(name);
    const losses = Array.from(inputs['values']?.values ?? []);
    expect(losses.length).toBe(20);
    expectWithinTolerance(scalesOf(options, losses), outputs['scale']);
  });

  it.each(plateaus)('agrees with PyTorch: $name', ({ config, lr = [] }) => {
    const { factor, patience, threshold, threshold_mode: thresholdMode = 'rel', cooldown, mode } = config;
    const [rate, minRate] = [config.lr, config.min_lr ?? 0];
    const given = { factor, patience, threshold, thresholdMode, cooldown, mode, minScale: minRate / rate };
    const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const losses = config.__metrics ?? config.metrics ?? [];
    const scales = scalesOf(options, losses);
    // PyTorch's rate of a step has not seen its loss.
    const rates = [1, ...scales.slice(0, -1)].map((scale) => scale * rate);
    expectWithinTolerance(rates, { shape: [lr.length], dtype: 'float64', values: Float64Array.from(lr) });
  });

  it('takes a loss of NaN for no improvement', () => {
    expect(scalesOf({ factor: 0.5, patience: 1 }, [2, Number.NaN, Number.NaN, 1, 1])).toEqual([1, 1, 0.5, 0.5, 0.5]);
  });

  it('asks for the loss', () => {
    const params = scalar(0);
    const part = reduceOnPlateau();
    expect(() => tidy(() => void part.update(params, part.init(params), params))).toThrow(/\[UPDATE_CONTEXT\]$/);
    params.dispose();
  });
});
