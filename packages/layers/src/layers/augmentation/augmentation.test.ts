/** Layers that change images at random against loops in float64 and against what probability theory says of their draws. */
import { keyData } from '@isograd/core';
import { describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
