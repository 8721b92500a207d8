/** Every metric of Keras against Keras: the result after each batch, with options and weights. */
import { NdArray } from '@isograd/core';
import {
  camelCaseConfig,
  describeBackends,
  expectWithinTolerance,
  loadFixtures,
  loadKerasDefaults,
  toTensor,
} from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { metricFromConfig } from './named-metric.js';
import { streamMetric } from './stream-metric.js';

const { cases } = await loadFixtures('metrics', 'keras');

/** Base classes, and what needs an option that has no default. */
const bases = ['Metric', 'MeanMetricWrapper'];
const required: Readonly<Record<string, object>> = {
  IoU: { numClasses: 2, targetClassIds: [0] },
  MeanIoU: { numClasses: 2 },
  OneHotIoU: { numClasses: 2, targetClassIds: [0] },
  OneHotMeanIoU: { numClasses: 2 },
  PrecisionAtRecall: { recall: 0.5 },
  RecallAtPrecision: { precision: 0.5 },
  SensitivityAtSpecificity: { specificity: 0.5 },
  SpecificityAtSensitivity: { sensitivity: 0.5 },
};

it('has every metric of Keras, and its defaults', async () => {
  const { modules } = await loadKerasDefaults();
  const classes = Object.entries(modules.metrics).filter(([name]) => !bases.includes(name));
  expect(classes.length).toBeGreaterThan(40);
  for (const [className, { parameters }] of classes) {
    const { config } = metricFromConfig({ className, config: { ...required[className] } });
    const defaults = Object.fromEntries(
      parameters.flatMap((parameter) => (parameter.required ? [] : [[parameter.name, parameter.default]])),
    );
    const given = Object.entries(camelCaseConfig(defaults)).filter(([, value]) => value !== null);
    expect(config, className).toMatchObject(Object.fromEntries(given));
  }
  expect(new Set(cases.map(({ op }) => op))).toEqual(new Set(classes.map(([name]) => name)));
});

describeBackends('metrics against Keras', () => {
  for (const fixture of cases) {
    it(`${fixture.name}`, async () => {
      const metric = metricFromConfig({ className: fixture.op, config: camelCaseConfig(fixture.config) });
      const stream = streamMetric(metric);
      for (const [index, expected] of Object.values(fixture.outputs).entries()) {
        const given = (name: string): tf.Tensor => toTensor(fixture.inputs[`${name}_${index}`]);
        tf.tidy(() => {
          const hasWeight = fixture.inputs[`sample_weight_${index}`] !== undefined;
          stream.update(given('y_true'), given('y_pred'), hasWeight ? { sampleWeight: given('sample_weight') } : {});
        });
        const result = await stream.result();
        expect(result instanceof NdArray ? result.shape : []).toEqual(expected.shape);
        expectWithinTolerance(result instanceof NdArray ? result.data : [result], expected);
      }
      stream.dispose();
    });
  }
});
