import { describe, expect, it } from 'vitest';
import { backendDidNotStart, describeValue } from './messages.js';

describe('describeValue', () => {
  it.each([
    ['text', '"text"'],
    [5, '5'],
    [null, 'null'],
    [undefined, 'undefined'],
    [function named() {}, 'a function "named"'],
    [() => undefined, 'a function'],
    [new Map(), 'an instance of Map'],
    [[1, 2], 'an instance of Array'],
    [{ a: 1, b: 2 }, 'an object with keys a, b'],
    [{}, 'an object with keys (none)'],
    [Object.create(null), 'an object with keys (none)'],
  ])('shows %o', (value, shown) => {
    expect(describeValue(value)).toBe(shown);
  });
});

describe('backendDidNotStart', () => {
  it('quotes the reason, whatever was thrown', () => {
    expect(backendDidNotStart('x', new Error('no SIMD')).received).toBe('"no SIMD"');
    expect(backendDidNotStart('x', 'plain text').received).toBe('"plain text"');
    expect(backendDidNotStart('x', undefined).received).toBe('undefined');
  });
});
