import { describe, expect, it } from 'vitest';
import { BackendError, IsogradError, ShapeError } from './errors.js';

const details = {
  code: 'SHAPE_LAST_AXIS',
  where: 'Dense "head"',
  problem: 'the last axis of its input must have size 784 (kernel is [784, 10]).',
  received: 'float32 [32, 28, 28]',
  expected: '[batch, ..., 784]',
  fix: 'add flatten() before "head", or build it for inputShape [28, 28].',
};

describe('IsogradError', () => {
  it('prints as the house style says', () => {
    expect(new ShapeError(details).message).toBe(
      [
        'Dense "head": the last axis of its input must have size 784 (kernel is [784, 10]).',
        '  received float32 [32, 28, 28]; expected [batch, ..., 784]',
        '  fix: add flatten() before "head", or build it for inputShape [28, 28].  [SHAPE_LAST_AXIS]',
      ].join('\n'),
    );
  });

  it('carries its parts, its class and its name', () => {
    const error = new ShapeError(details);
    expect(error).toMatchObject(details);
    expect(error).toBeInstanceOf(ShapeError);
    expect(error).toBeInstanceOf(IsogradError);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(BackendError);
    expect(error.name).toBe('ShapeError');
    expect('cause' in error).toBe(false);
  });

  it('keeps its cause', () => {
    const cause = new Error('no such file');
    expect(new BackendError({ ...details, cause }).cause).toBe(cause);
  });

  it('seen from further out names the path, keeps its class and becomes the cause', () => {
    const inner = new ShapeError(details);
    const outer = inner.within('encoder/block2');
    expect(outer).toBeInstanceOf(ShapeError);
    expect(outer.where).toBe('encoder/block2 › Dense "head"');
    expect(outer.message.startsWith('encoder/block2 › Dense "head": the last axis')).toBe(true);
    expect(outer.code).toBe('SHAPE_LAST_AXIS');
    expect(outer.cause).toBe(inner);
  });
});
