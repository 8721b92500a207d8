import { expect, it } from 'vitest';
import { toleranceTable } from './tolerance-reporter.js';

it('shows the worst ratio of each op on each backend, and the worst case of all', () => {
  const table = toleranceTable([
    { op: 'dense', backend: 'wasm', caseName: 'dense_2d', ratio: 0.25 },
    { op: 'conv', backend: 'cpu', caseName: 'conv1d', ratio: 0.1 },
    { op: 'dense', backend: 'cpu', caseName: 'dense_3d', ratio: 0.125 },
    { op: 'dense', backend: 'wasm', caseName: 'dense_3d', ratio: 0.5 },
  ]);
  expect(table.split('\n')).toEqual([
    'worst error / tolerance    cpu   wasm  worst case',
    'conv                     0.100      -  conv1d',
    'dense                    0.125  0.500  dense_3d',
  ]);
});
