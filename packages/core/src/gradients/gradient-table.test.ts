import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientTable } from './gradient-table.js';

describe('gradientTable', () => {
  it('knows every kernel that tfjs names, and no other', () => {
    const names = Object.keys(tf).filter((name) => Reflect.get(tf, name) === name);
    expect([...gradientTable.keys()].sort()).toEqual(names.sort());
  });
});

describeBackends('gradientTable', (backendName) => {
  it('knows every kernel of tfjs that the backend has', () => {
    const ofTfjs = tf.getKernelsForBackend(backendName).filter(({ kernelName }) => kernelName in tf);
    expect(ofTfjs.filter(({ kernelName }) => tf.getGradient(kernelName) !== gradientTable.get(kernelName))).toEqual([]);
  });
});
