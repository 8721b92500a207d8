/** The files of a model: what is written, and what is refused. */
import { IoError, NdArray } from '@isograd/core';
import { describe, expect, it } from 'vitest';
import { decodeModel, encodeModel } from './model-file.js';
import type { ModelFiles } from './model-storage.js';

const contents = {
  model: {
    className: 'Sequential',
    config: { name: 'digits', layers: [{ className: 'Dense', config: { units: 2 } }] },
  },
  compile: { loss: 'meanSquaredError' },
  weights: new Map([['dense/kernel', new NdArray(Float32Array.of(1, 2, 3, 4), [2, 2])]]),
  optimizer: new Map([['sgd/count', new NdArray(Int32Array.of(3), [])]]),
};
const whole = encodeModel(contents);
const configOf = (files: ModelFiles): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(files.get('config.json'))) as Record<string, unknown>;

/** The files with another config. */
function withConfig(text: string): ModelFiles {
  return new Map([...whole, ['config.json', new TextEncoder().encode(text)]]);
}

const withEntries = (entries: Record<string, unknown>): ModelFiles =>
  withConfig(JSON.stringify({ ...configOf(whole), ...entries }));

describe('the files of a model', () => {
  it('say what the documentation promises', () => {
    expect([...whole.keys()]).toEqual(['weights.safetensors', 'optimizer.safetensors', 'config.json']);
    expect(configOf(whole)).toEqual({
      format: 'isograd-model',
      version: 1,
      model: contents.model,
      compile: contents.compile,
      weights: 'weights.safetensors',
      optimizer: 'optimizer.safetensors',
      checksums: {
        'weights.safetensors': expect.stringMatching(/^[0-9a-f]{8}$/),
        'optimizer.safetensors': expect.stringMatching(/^[0-9a-f]{8}$/),
      },
    });
  });

  it('hold what was written', () => {
    expect(decodeModel('model', whole)).toEqual(contents);
    const untrained = { ...contents, compile: undefined, optimizer: undefined };
    expect(decodeModel('model', encodeModel(untrained))).toEqual(untrained);
    const weightsAlone = { ...untrained, model: undefined };
    expect(decodeModel('model', encodeModel(weightsAlone))).toEqual(weightsAlone);
  });

  it.each<[code: string, what: string, files: () => ModelFiles]>([
    ['MODEL_FILE_MISSING', 'nothing', () => new Map()],
    ['MODEL_FILE_MISSING', 'no weights', () => new Map([...whole].filter(([name]) => !name.startsWith('weights')))],
    ['MODEL_FILE_MISSING', 'no optimizer', () => new Map([...whole].filter(([name]) => !name.startsWith('optim')))],
    ['MODEL_FORMAT', 'a page', () => withConfig('<!doctype html>')],
    ['MODEL_FORMAT', 'no bytes', () => withConfig('')],
    ['MODEL_FORMAT', 'a list', () => withConfig('[]')],
    ['MODEL_FORMAT', 'a model of tfjs', () => withConfig('{"modelTopology":{},"weightsManifest":[]}')],
    ['MODEL_FORMAT', 'a key twice', () => withConfig('{"format":"isograd-model","format":"isograd-model"}')],
    ['MODEL_FORMAT', 'a key __proto__', () => withConfig('{"format":"isograd-model","__proto__":{"version":1}}')],
    ['MODEL_FORMAT', 'a million brackets', () => withConfig(`{"a":${'['.repeat(1e6)}`)],
    ['MODEL_FORMAT', 'a config of 20 MB', () => withConfig(' '.repeat(2e7))],
    ['MODEL_VERSION', 'a later version', () => withEntries({ version: 2 })],
    ['MODEL_VERSION', 'no version', () => withEntries({ version: undefined })],
    ['MODEL_CONFIG', 'an unknown entry', () => withEntries({ script: 'evil.js' })],
    ['MODEL_CONFIG', 'a model that is null', () => withEntries({ model: null })],
    ['MODEL_CONFIG', 'a model that is text', () => withEntries({ model: 'Dense' })],
    ['MODEL_CONFIG', 'a class that is a number', () => withEntries({ model: { className: 1, config: {} } })],
    ['MODEL_CONFIG', 'a config that is a list', () => withEntries({ model: { className: 'Dense', config: [] } })],
    ['MODEL_CONFIG', 'more in the model', () => withEntries({ model: { className: 'A', config: {}, module: 'os' } })],
    ['MODEL_CONFIG', 'compile that is text', () => withEntries({ compile: 'adam' })],
    ['MODEL_CONFIG', 'another file of weights', () => withEntries({ weights: '../../etc/passwd' })],
    ['MODEL_CONFIG', 'a URL of weights', () => withEntries({ weights: 'https://example.com/weights.safetensors' })],
    ['MODEL_CONFIG', 'another file of the optimizer', () => withEntries({ optimizer: '/etc/passwd' })],
    ['MODEL_CONFIG', 'no checksums', () => withEntries({ checksums: undefined })],
    ['MODEL_CONFIG', 'a checksum too few', () => withEntries({ checksums: { 'weights.safetensors': '00000000' } })],
    [
      'MODEL_CHECKSUM',
      'a changed byte',
      () =>
        new Map([
          ...whole,
          [
            'weights.safetensors',
            (whole.get('weights.safetensors') ?? new Uint8Array()).map((byte, index) =>
              index === 90 ? 255 - byte : byte,
            ),
          ],
        ]),
    ],
    ['MODEL_CHECKSUM', 'a file that is cut off', () => new Map([...whole, ['weights.safetensors', new Uint8Array(5)]])],
  ])('are refused with %s for %s', (code, _what, files) => {
    const given = files();
    const start = performance.now();
    expect(() => decodeModel('model', given)).toThrow(expect.objectContaining({ code }));
    expect(() => decodeModel('model', given)).toThrow(IoError);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
