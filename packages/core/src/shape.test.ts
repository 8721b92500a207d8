import { describe, expect, it } from 'vitest';
import { describeTensor, formatShape, shapesMatch, sizeOf } from './shape.js';

describe('shapes', () => {
  it('have as many elements as the product of their axes', () => {
    expect(sizeOf([])).toBe(1);
    expect(sizeOf([2, 3, 4])).toBe(24);
    expect(sizeOf([2, 0, 4])).toBe(0);
  });

  it('match where both are known', () => {
    expect(shapesMatch([null, 3], [7, 3])).toBe(true);
    expect(shapesMatch([7, 3], [null, null])).toBe(true);
    expect(shapesMatch([7, 3], [7, 4])).toBe(false);
    expect(shapesMatch([7], [7, 1])).toBe(false);
    expect(shapesMatch([0], [null])).toBe(true);
  });

  it('read as people write them', () => {
    expect(formatShape([])).toBe('[]');
    expect(formatShape([null, 28, null])).toBe('[batch, 28, ?]');
    expect(describeTensor({ dtype: 'float32', shape: [32, 10] })).toBe('float32 [32, 10]');
  });
});
