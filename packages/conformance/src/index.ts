/** The public surface of @isograd/conformance. */
export type { Accuracy } from './ops/accuracy.js';
export { opDatabase } from './ops/op-database.js';
export type { Differentiability, OpCase, OpRecord } from './ops/op-record.js';
export { kernelsWithoutLaw } from './ops/without-law.js';
export type { HostInputs, HostTensor } from './oracle/host-tensor.js';
export { type BackendResults, featureTable, withoutLawTable } from './report/feature-table.js';
export type { CaseInput, LayerCase, TestedContext, TestedLayer, TestedWeight } from './suites/layer-case.js';
export type {
  OptimizerCase,
  TensorTree,
  TestedEvaluation,
  TestedOptimizer,
  TestedTransformation,
  TestedUpdateContext,
} from './suites/optimizer-case.js';
export type { CapturedFunction, OptimizerImplementation } from './suites/optimizer-subject.js';
export type { Report, SuiteOptions } from './suites/suite-report.js';
export { testForward } from './suites/test-forward.js';
export { testGradient, testSecondOrder } from './suites/test-gradient.js';
export { type LayerImplementation, type LayerReport, testLayer } from './suites/test-layer.js';
export { type OpReport, testOp } from './suites/test-op.js';
export { type OptimizerReport, testOptimizer } from './suites/test-optimizer.js';
