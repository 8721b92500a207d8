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
export type { ParameterMask } from './parameter-mask.js';
export { type OptimizerName, recipes } from './recipe-table.js';
export { type AdadeltaOptions, adadelta } from './recipes/adadelta.js';
export { type AdafactorOptions, adafactor } from './recipes/adafactor.js';
export { type AdagradOptions, adagrad } from './recipes/adagrad.js';
export { type AdamOptions, adam } from './recipes/adam.js';
export { type AdamaxOptions, adamax } from './recipes/adamax.js';
export { adamw } from './recipes/adamw.js';
export { type AdanOptions, adan } from './recipes/adan.js';
export type { ClippingOptions } from './recipes/clipping.js';
export { type FtrlOptions, ftrl } from './recipes/ftrl.js';
export { type LambOptions, lamb } from './recipes/lamb.js';
export { type LarsOptions, lars } from './recipes/lars.js';
export { type LbfgsOptions, lbfgs } from './recipes/lbfgs.js';
export { type LionOptions, lion } from './recipes/lion.js';
export { type MuonOptions, muon } from './recipes/muon.js';
export { type NadamOptions, nadam } from './recipes/nadam.js';
export { type RadamOptions, radam } from './recipes/radam.js';
export type { ConventionalOptions, RecipeOptions } from './recipes/recipe.js';
export { type RmspropOptions, rmsprop } from './recipes/rmsprop.js';
export { type ScheduleFreeAdamwOptions, scheduleFreeAdamw } from './recipes/schedule-free-adamw.js';
export { type SgdOptions, sgd } from './recipes/sgd.js';
export type { WeightDecayOptions } from './recipes/weight-decay.js';
export { constant } from './schedules/constant.js';
export { type CosineDecayOptions, cosineDecay } from './schedules/cosine-decay.js';
export { type CosineDecayRestartsOptions, cosineDecayRestarts } from './schedules/cosine-decay-restarts.js';
export { type CyclicalOptions, cyclical } from './schedules/cyclical.js';
export { type ExponentialDecayOptions, exponentialDecay } from './schedules/exponential-decay.js';
export { type InverseTimeDecayOptions, inverseTimeDecay } from './schedules/inverse-time-decay.js';
export { type JoinSchedulesOptions, joinSchedules } from './schedules/join-schedules.js';
export { type LinearWarmupOptions, linearWarmup } from './schedules/linear-warmup.js';
export { type MultiStepDecayOptions, multiStepDecay } from './schedules/multi-step-decay.js';
export { multiplySchedules } from './schedules/multiply-schedules.js';
export { type NoamOptions, noam } from './schedules/noam.js';
export { type OneCycleOptions, oneCycle } from './schedules/one-cycle.js';
export { type PiecewiseConstantDecayOptions, piecewiseConstantDecay } from './schedules/piecewise-constant-decay.js';
export { type PolynomialDecayOptions, polynomialDecay } from './schedules/polynomial-decay.js';
export { defineSchedule, type Schedule } from './schedules/schedule.js';
export { tidyTree } from './tidy-tree.js';
export { type AdaptiveGradientClipOptions, adaptiveGradientClip } from './transforms/adaptive-gradient-clip.js';
export {
  type AddDecayedWeightsOptions,
  addDecayedWeights,
  type WeightDecayMask,
} from './transforms/add-decayed-weights.js';
export { type AddNoiseOptions, addNoise, type NoiseState } from './transforms/add-noise.js';
export { centralizeGradients } from './transforms/centralize-gradients.js';
export { chain, type NamedParts, type NamedStates, namedChain } from './transforms/chain.js';
export { clipByGlobalNorm } from './transforms/clip-by-global-norm.js';
export { clipByNorm } from './transforms/clip-by-norm.js';
export { clipByValue } from './transforms/clip-by-value.js';
export {
  type FollowTheRegularizedLeaderOptions,
  type FtrlState,
  followTheRegularizedLeader,
} from './transforms/follow-the-regularized-leader.js';
export { freeze } from './transforms/freeze.js';
export { identity } from './transforms/identity.js';
export { type LineSearchOptions, type LineSearchState, lineSearch } from './transforms/line-search.js';
export { masked } from './transforms/masked.js';
export { type PlateauState, type ReduceOnPlateauOptions, reduceOnPlateau } from './transforms/reduce-on-plateau.js';
export { type OrthogonalizeOptions, orthogonalize } from './transforms/orthogonalize.js';
export { scale } from './transforms/scale.js';
export { type AdadeltaState, type ScaleByAdadeltaOptions, scaleByAdadelta } from './transforms/scale-by-adadelta.js';
export {
  type AdafactorState,
  type ScaleByAdafactorOptions,
  scaleByAdafactor,
} from './transforms/scale-by-adafactor.js';
export { type AdagradState, type ScaleByAdagradOptions, scaleByAdagrad } from './transforms/scale-by-adagrad.js';
export { type AdamState, type ScaleByAdamOptions, scaleByAdam } from './transforms/scale-by-adam.js';
export { type AdamaxState, type ScaleByAdamaxOptions, scaleByAdamax } from './transforms/scale-by-adamax.js';
export { type AdanState, type ScaleByAdanOptions, scaleByAdan } from './transforms/scale-by-adan.js';
export { type LbfgsState, type ScaleByLbfgsOptions, scaleByLbfgs } from './transforms/scale-by-lbfgs.js';
export { scaleByLearningRate } from './transforms/scale-by-learning-rate.js';
export { type LionState, type ScaleByLionOptions, scaleByLion } from './transforms/scale-by-lion.js';
export { type NadamState, type ScaleByNadamOptions, scaleByNadam } from './transforms/scale-by-nadam.js';
export { type ScaleByRadamOptions, scaleByRadam } from './transforms/scale-by-radam.js';
export { type RmsState, type ScaleByRmsOptions, scaleByRms } from './transforms/scale-by-rms.js';
export { type ScaleByTrustRatioOptions, scaleByTrustRatio } from './transforms/scale-by-trust-ratio.js';
export {
  type ScheduleFreeOptions,
  type ScheduleFreeState,
  scheduleFree,
  scheduleFreeParams,
} from './transforms/schedule-free.js';
export { type EmptyState, stateless } from './transforms/stateless.js';
export { trace, type TraceOptions, type TraceState } from './transforms/trace.js';
export { type LearningRateState, withLearningRate } from './transforms/with-learning-rate.js';
export {
  type AccumulateGradientsOptions,
  type AccumulateGradientsState,
  accumulateGradients,
} from './wrappers/accumulate-gradients.js';
export { type ApplyIfFiniteOptions, type ApplyIfFiniteState, applyIfFinite } from './wrappers/apply-if-finite.js';
export {
  type ExponentialMovingAverageOptions,
  type ExponentialMovingAverageState,
  exponentialMovingAverage,
} from './wrappers/exponential-moving-average.js';
export { type FreezingOptions, type FreezingState, freezing } from './wrappers/freezing.js';
export { type LookaheadOptions, type LookaheadState, lookahead } from './wrappers/lookahead.js';
export { type LossScalingOptions, type LossScalingState, lossScaling } from './wrappers/loss-scaling.js';
export {
  type MultiOptimizerOptions,
  type MultiOptimizerState,
  multiOptimizer,
  type OptimizerGroup,
} from './wrappers/multi-optimizer.js';
export { type SamOptions, type SamState, sam } from './wrappers/sam.js';
export {
  type StochasticWeightAveragingOptions,
  type StochasticWeightAveragingState,
  stochasticWeightAveraging,
} from './wrappers/stochastic-weight-averaging.js';
export { type Wrapper, type WrapperState, wrapOptimizer } from './wrappers/wrap-optimizer.js';
