/** Channels come last in every layer of images, sequences and volumes; every other order is refused with a way out. */
import { describe, expect, it } from 'vitest';
import type { Layer } from '../layer.js';
import { layerTable } from '../serialization/layer-table.js';

const options = {
  filters: 2,
  kernelSize: 2,
  outputSize: 2,
  height: 2,
  width: 2,
  blockSize: 2,
};

const family = /^(Depthwise|Separable)?Conv\dD(Transpose)?$|Pooling\dD$|^(Cropping|ZeroPadding|UpSampling)[23]D$/;
const others = ['CenterCrop', 'Flatten', 'PixelShuffle', 'PixelUnshuffle', 'Resizing'];
const classes = Object.entries(layerTable).filter(([name]) => family.test(name) || others.includes(name));

function make(read: (typeof classes)[number][1], dataFormat: unknown): Layer {
  return read({ ...options, dataFormat }, () => {
    throw new Error('none of these layers holds another');
  });
}

describe('dataFormat', () => {
  it('is an option of all of them', () => {
    expect(classes.length).toBe(10 + 18 + 6 + 5);
  });

  it.each(classes)('of %s', (_name, read) => {
    for (const format of ['channelsLast', 'channels_last', null, undefined])
      expect(() => make(read, format)).not.toThrow();
    expect(() => make(read, 'channelsFirst')).toThrow(/permute.*\[DATA_FORMAT\]$/s);
    expect(() => make(read, 'channels_first')).toThrow(/\[DATA_FORMAT\]$/);
    for (const garbage of ['last', 3, {}, []]) expect(() => make(read, garbage)).toThrow(/\[LAYER_OPTION\]$/);
  });
});
