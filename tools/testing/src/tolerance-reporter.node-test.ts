import { expect, it } from 'vitest';
import { toleranceTable } from './tolerance-reporter.js';

it('shows the worst ratio of each op of each reference on each backend, and the worst case of all', () => {
  const table = toleranceTable([
    { reference: 'torch', op: 'dense', backend: 'wasm', caseName: 'dense_2d', ratio: 0.25 },
    { reference: 'torch', op: 'conv', backend: 'cpu', caseName: 'conv1d', ratio: 0.1 },
    { reference: 'torch', op: 'dense', backend: 'cpu', caseName: 'dense_3d', ratio: 0.125 },
    { reference: 'torch', op: 'dense', backend: 'wasm', caseName: 'dense_3d', ratio: 0.5 },
    { reference: 'keras', op: 'dense', backend: 'wasm', caseName: 'dense_axes', ratio: 0.75 },
  ]);
  expect(table.split('\n')).toEqual([
    'worst error / tolerance    cpu   wasm  worst case',
    'keras dense                  -  0.750  dense_axes',
    'torch conv               0.100      -  conv1d',
    'torch dense              0.125  0.500  dense_3d',
  ]);
});
