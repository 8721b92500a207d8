/** Every layer is held to the contract of layers, on every backend. */
import { testLayer } from '@isograd/conformance';
import { jit } from '@isograd/jit';
import { describeBackendsOnce } from '@isograd/testing';
import { expect, it } from 'vitest';
import { layerReader } from '../serialization/layer-reader.js';
import { layerTable } from '../serialization/layer-table.js';
import { layerCases } from '../testing/layer-cases/layer-cases.js';

const readLayer = layerReader('the layer suite', layerTable);

it('has a case for every class that can be read, and names each once', () => {
  const tried = new Set(layerCases.map(({ make }) => make().className));
  expect(Object.keys(layerTable).filter((className) => !tried.has(className))).toEqual([]);
  const names = layerCases.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describeBackendsOnce('the contract of layers', () => {
  it.each(layerCases.map((layerCase) => [layerCase.name, layerCase] as const))('%s', (_name, layerCase) => {
    const { failures } = testLayer(layerCase, {
      read: readLayer,
      runCaptured: (fn) => {
        const program = jit(fn, { name: layerCase.name });
        try {
          return program();
        } finally {
          program.dispose();
        }
      },
    });
    expect(failures.join('\n')).toBe('');
  });
});
