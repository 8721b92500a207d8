/** What the tests of this repository share. */
export { platformBackends as backendsToTest } from '#platform';
export { camelCaseConfig } from './camel-case-config.js';
export { type CheckGradientOptions, checkGradient, type TensorFunction } from './check-gradient.js';
export {
  type ConvolutionCase,
  convolutionShapes,
  convolveByLoops,
  type ExactSums,
  filterGradientByLoops,
  transposeByLoops,
} from './convolution-loops.js';
export { type DecodedTensor, type FixtureReference, toTensor } from './decoded-tensor.js';
export { compilingBackends, describeBackends, describeBackendsOnce } from './describe-backends.js';
export {
  type CallbackRun,
  type FixtureCase,
  type FixtureFile,
  type KerasCategory,
  loadFixtures,
  type NamedTensors,
  type NestedStrings,
  type OptaxCategory,
  type TorchCategory,
  type TorchMoreCategory,
} from './fixtures.js';
export {
  type KerasDefaults,
  type KerasModule,
  type KerasParameter,
  type KerasSignature,
  loadKerasDefaults,
} from './keras-defaults.js';
export { platformBackends } from '#platform';
export { seededValues } from './seeded-values.js';
export { expectWithinRounding, expectWithinTolerance, type ToleranceKind } from './tolerance.js';
export { forEachTap, slideWindow, tfjsPad, type WindowAxis, windowAxes } from './sliding-window.js';
