import { checkGradient, describeBackends, expectWithinRounding, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { segmentMax, segmentMin } from './segment-extremum.js';
import { segmentProd } from './segment-prod.js';
import { segmentMean, segmentSum } from './segment-sum.js';
import type { Segments } from './segments.js';

type SegmentOp = (data: tf.Tensor, segments: Segments) => tf.Tensor;

/** The op, and what it makes of the elements of one segment. */
const ops: readonly (readonly [name: string, op: SegmentOp, reference: (elements: number[]) => number])[] = [
  ['segmentSum', segmentSum, (elements) => elements.reduce((sum, x) => sum + x, 0)],
  ['segmentMean', segmentMean, (elements) => elements.reduce((sum, x) => sum + x, 0) / Math.max(elements.length, 1)],
  ['segmentMax', segmentMax, (elements) => Math.max(...elements)],
  ['segmentMin', segmentMin, (elements) => Math.min(...elements)],
  ['segmentProd', segmentProd, (elements) => elements.reduce((product, x) => product * x, 1)],
];

/** Unsorted, with an empty segment (2) and rows of none (-1, 4). */
const ids = [3, 0, -1, 3, 1, 3, 4, 0, 3, 3, 1];
const numSegments = 4;
const features = 2;
/** Different by at least 1/8, more than twice the largest step of a finite difference. */
const values = Float32Array.from({ length: ids.length * features }, (_, index) => (((index * 7) % 22) - 10.5) / 8);

const segmentsOf = (): Segments => ({ segmentIds: tf.tensor1d(ids, 'int32'), numSegments });

describeBackends('segments', () => {
  describe.each(ops)('%s', (_name, op, reference) => {
    it('equals a loop over the rows, in any order, without those of no segment', () => {
      tf.tidy(() => {
        const y = op(tf.tensor(values, [ids.length, features]), segmentsOf());
        expect(y.shape).toEqual([numSegments, features]);
        const exact = Array.from({ length: numSegments * features }, (_, index) => {
          const [segment, feature] = [Math.floor(index / features), index % features];
          return reference(
            ids.flatMap((id, row) => (id === segment ? [values[row * features + feature] as number] : [])),
          );
        });
        const finite = exact.map((x) => (Number.isFinite(x) ? x : 0));
        const got = Array.from(y.dataSync(), (x, index) => (x === exact[index] ? (finite[index] as number) : x));
        expectWithinRounding(
          got,
          finite,
          finite.map(() => 5),
          5,
        );
      });
    });

    it('takes one row, rows of any shape, and no rows', () => {
      tf.tidy(() => {
        const segmentIds = tf.tensor1d([1], 'int32');
        const one = op(tf.ones([1, 2, 3]), { segmentIds, numSegments: 2 });
        expect(one.shape).toEqual([2, 2, 3]);
        expect([...tf.slice(one, 1).dataSync()]).toEqual([1, 1, 1, 1, 1, 1]);
        const vector = op(tf.tensor1d([2, 2, 2]), { segmentIds: tf.zeros([3], 'int32'), numSegments: 1 });
        expect([...vector.dataSync()]).toEqual([reference([2, 2, 2])]);
      });
    });

    it('has right derivatives', () => {
      tf.tidy(() => {
        const f = (data: tf.Tensor): tf.Tensor => {
          const y = op(data, segmentsOf());
          return tf.concat([tf.slice(y, 0, 2), tf.slice(y, 3)]); // without the empty segment, which may be infinite
        };
        const data = tf.tensor(values, [ids.length, features]);
        expect(checkGradient((at) => f(at as tf.Tensor), [data], { directions: 2 })).toBeLessThanOrEqual(1);
      });
    });

    it('refuses ids that do not fit', () => {
      tf.tidy(() => {
        const data = tf.ones([3, 2]);
        const segmentIds = tf.zeros([3], 'int32');
        expect(() => op(data, { segmentIds: tf.zeros([3]), numSegments: 1 })).toThrow(DTypeError);
        expect(() => op(data, { segmentIds: tf.zeros([2], 'int32'), numSegments: 1 })).toThrow(ShapeError);
        expect(() => op(data, { segmentIds, numSegments: 0 })).toThrow(ValueError);
      });
    });
  });

  it('rows that are equally large share the gradient of segmentMax, and so of segmentMin', () => {
    tf.tidy(() => {
      const data = tf.tensor1d([2, 1, 2, 5]);
      const segments = { segmentIds: tf.tensor1d([0, 0, 0, 1], 'int32'), numSegments: 2 };
      const dy = tf.tensor1d([3, 4]);
      expect([
        ...tf
          .grad((x: tf.Tensor) => segmentMax(x, segments))(data, dy)
          .dataSync(),
      ]).toEqual([1.5, 0, 1.5, 4]);
      const mirrored = tf.grad((x: tf.Tensor) => segmentMin(x, segments))(tf.neg(data), dy);
      expect([...mirrored.dataSync()]).toEqual([1.5, 0, 1.5, 4]);
    });
  });

  it('segmentProd has right derivatives where rows are zero', () => {
    tf.tidy(() => {
      const data = tf.tensor1d([0, 2, 3, 0, 0]);
      const segments = { segmentIds: tf.tensor1d([0, 0, 0, 1, 1], 'int32'), numSegments: 2 };
      const gradient = tf.grad((x: tf.Tensor) => segmentProd(x, segments))(data, tf.ones([2]));
      expect([...gradient.dataSync()]).toEqual([6, 0, 0, 0, 0]);
    });
  });

  it('reduces many rows', () => {
    tf.tidy(() => {
      const rows = 1000;
      const many = seededValues(5, rows);
      const manyIds = Int32Array.from(seededValues(6, rows, [0, 7]), Math.floor);
      const segments = { segmentIds: tf.tensor1d(manyIds, 'int32'), numSegments: 7 };
      const largest = Array.from({ length: 7 }, (_, id) => Math.max(...many.filter((_x, row) => manyIds[row] === id)));
      expect([...segmentMax(tf.tensor1d(many), segments).dataSync()]).toEqual(largest);
    });
  });
});
