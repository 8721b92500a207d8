import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Block, planMemory } from './index.js';

const blocks = fc.array(
  fc
    .record({ size: fc.integer({ min: 0, max: 500 }), first: fc.nat(30), length: fc.nat(10) })
    .map(({ size, first, length }): Block => ({ size, first, last: first + length })),
  { maxLength: 60 },
);

it('never lets two blocks overlap that live at the same step', () => {
  fc.assert(
    fc.property(blocks, (list) => {
      const { offsets, size } = planMemory(list);
      list.forEach((block, index) => {
        const begin = offsets[index] as number;
        expect(begin % 64).toBe(0);
        expect(begin + block.size).toBeLessThanOrEqual(size);
        list.slice(0, index).forEach((other, place) => {
          if (other.last < block.first || block.last < other.first) return;
          const otherBegin = offsets[place] as number;
          expect(begin + block.size <= otherBegin || otherBegin + other.size <= begin).toBe(true);
        });
      });
    }),
  );
});

it('uses memory again: a chain needs two places', () => {
  const chain = Array.from({ length: 100 }, (_, first): Block => ({ size: 1000, first, last: first + 1 }));
  expect(planMemory(chain).size).toBe(2 * 1024);
});

it('joins what is given back on both sides of a place', () => {
  const { offsets, size } = planMemory(
    [
      { size: 10, first: 0, last: 0 },
      { size: 10, first: 0, last: 1 },
      { size: 10, first: 0, last: 0 },
      { size: 30, first: 2, last: 3 },
    ],
    10,
  );
  expect([size, offsets[3]]).toEqual([30, 0]);
});
