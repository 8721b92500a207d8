/** The public surface of @isograd/conformance. */
export { opDatabase } from './ops/op-database.js';
export type { Accuracy } from './ops/accuracy.js';
export type { Differentiability, OpCase, OpRecord } from './ops/op-record.js';
export type { HostInputs, HostTensor } from './oracle/host-tensor.js';
export type { Report, SuiteOptions } from './suites/report.js';
export { testForward } from './suites/test-forward.js';
export { testGradient, testSecondOrder } from './suites/test-gradient.js';
