import { expectWithinRounding } from '@isograd/testing';
import { expect, it } from 'vitest';
import { type SignalWindowName, signalWindow } from './signal-window.js';

// scipy 1.17: signal.get_window(name, 5, fftbins=False) and signal.get_window(name, 4).
it.each<[SignalWindowName, number[], number[]]>([
  ['hann', [0, 0.5, 1, 0.5, 0], [0, 0.5, 1, 0.5]],
  ['hamming', [0.08, 0.54, 1, 0.54, 0.08], [0.08, 0.54, 1, 0.54]],
  ['blackman', [0, 0.34, 1, 0.34, 0], [0, 0.34, 1, 0.34]],
  ['bartlett', [0, 0.5, 1, 0.5, 0], [0, 0.5, 1, 0.5]],
  ['boxcar', [1, 1, 1, 1, 1], [1, 1, 1, 1]],
])('%s has the values of scipy', (name, symmetric, periodic) => {
  expectWithinRounding(signalWindow(name, 5, false), symmetric, [1, 1, 1, 1, 1], 0);
  expectWithinRounding(signalWindow(name, 4, true), periodic, [1, 1, 1, 1], 0);
  expect(Array.from(signalWindow(name, 1, false))).toEqual([1]);
  expect(Array.from(signalWindow(name, 1, true))).toEqual([1]);
});
