import { backendsToTest } from '@isograd/testing';
import { clone, complex, getBackend, imag, memory, real, tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { useBackend } from './use-backend.js';

// tfjs's webgl takes no complex numbers from elsewhere, and says so.
const names = backendsToTest().flatMap(({ name }) => (name === 'webgl' ? [] : [name]));
const pairs = names.flatMap((from) => names.filter((to) => to !== from).map((to) => [from, to] as const));

it.each(pairs)('complex numbers follow from %s to %s', async (from, to) => {
  const switchTo = async (name: string): Promise<void> => {
    const backend = backendsToTest().find((candidate) => candidate.name === name);
    if (backend === undefined) expect.fail(`no backend ${name}`);
    await useBackend(backend);
    expect(getBackend()).toBe(name);
  };
  const shapes = [[2, 3], [], [0, 2], [1, 1, 1, 1, 1, 3]];
  for (const shape of shapes) {
    await switchTo(from);
    const before = memory().numTensors;
    const size = shape.reduce((product, length) => product * length, 1);
    const reals = Array.from({ length: size }, (_, index) => index + 0.5);
    const imags = reals.map((value) => -value);
    const parts = [tensor(reals, shape, 'float32'), tensor(imags, shape, 'float32')] as const;
    const z = complex(...parts);
    await switchTo(to);
    const copy = clone(z); // moves the tensor
    const [realPart, imagPart] = [real(copy), imag(copy)];
    expect(copy.shape).toEqual(shape);
    expect(Array.from(realPart.dataSync())).toEqual(reals);
    expect(Array.from(imagPart.dataSync())).toEqual(imags);
    expect(Array.from(z.dataSync())).toEqual(reals.flatMap((value, index) => [value, imags[index]]));
    await switchTo(from);
    const back = imag(z);
    expect(Array.from(back.dataSync())).toEqual(imags);
    for (const value of [...parts, z, copy, realPart, imagPart, back]) value.dispose();
    expect(memory().numTensors).toBe(before);
  }
});
