/** The public surface of @isograd/optimizers. */
export { applyUpdates } from './apply-updates.js';
export type { Convention } from './convention.js';
export type {
  Evaluation,
  GradientTransformation,
  TensorTree,
  UpdateContext,
  UpdateResult,
} from './gradient-transformation.js';
export type { Json, JsonObject } from './json.js';
export { getLearningRate, setLearningRate } from './learning-rate.js';
export { defineOptimizer, type Optimizer } from './optimizer.js';
export { type OptimizerConfig, optimizerFromConfig } from './optimizer-from-config.js';
export { type OptimizerName, recipes } from './recipe-table.js';
export { type AdamOptions, adam } from './recipes/adam.js';
export { adamw } from './recipes/adamw.js';
export type { ClippingOptions } from './recipes/clipping.js';
export type { ConventionalOptions, RecipeOptions } from './recipes/recipe.js';
export { type RmspropOptions, rmsprop } from './recipes/rmsprop.js';
export { type SgdOptions, sgd } from './recipes/sgd.js';
export type { WeightDecayOptions } from './recipes/weight-decay.js';
export { constant } from './schedules/constant.js';
export { type CosineDecayOptions, cosineDecay } from './schedules/cosine-decay.js';
export { defineSchedule, type Schedule } from './schedules/schedule.js';
export { tidyTree } from './tidy-tree.js';
export {
  type AddDecayedWeightsOptions,
  addDecayedWeights,
  type WeightDecayMask,
} from './transforms/add-decayed-weights.js';
export { chain, type NamedParts, type NamedStates, namedChain } from './transforms/chain.js';
export { clipByGlobalNorm } from './transforms/clip-by-global-norm.js';
export { clipByNorm } from './transforms/clip-by-norm.js';
export { clipByValue } from './transforms/clip-by-value.js';
export { identity } from './transforms/identity.js';
export { scale } from './transforms/scale.js';
export { type AdamState, type ScaleByAdamOptions, scaleByAdam } from './transforms/scale-by-adam.js';
export { type RmsState, type ScaleByRmsOptions, scaleByRms } from './transforms/scale-by-rms.js';
export { scaleByLearningRate } from './transforms/scale-by-learning-rate.js';
export { type EmptyState, stateless } from './transforms/stateless.js';
export { trace, type TraceOptions, type TraceState } from './transforms/trace.js';
export { type LearningRateState, withLearningRate } from './transforms/with-learning-rate.js';
export {
  type AccumulateGradientsOptions,
  type AccumulateGradientsState,
  accumulateGradients,
} from './wrappers/accumulate-gradients.js';
export { type Wrapper, type WrapperState, wrapOptimizer } from './wrappers/wrap-optimizer.js';
