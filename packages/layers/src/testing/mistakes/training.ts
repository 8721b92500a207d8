/** Mistakes in what models are compiled and trained with. */
import { recipes } from '@isograd/optimizers';
import { sgd } from '@isograd/optimizers';
import { dense } from '../../layers/core/dense.js';
import { earlyStopping } from '../../callbacks/early-stopping.js';
import { huber } from '../../losses/huber.js';
import { chain, type Mistake, regressor, zeros } from './mistake.js';

export const mistakesInTraining: readonly Mistake[] = [
  {
    name: 'a misspelt loss',
    message: `compile of Sequential "net": there is no loss of this name.
  received "meanSquareError"; expected one of meanSquaredError, meanAbsoluteError, meanAbsolutePercentageError, meanSquaredLogarithmicError, huber, logCosh, cosineSimilarity, binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy, binaryFocalCrossentropy, categoricalFocalCrossentropy, categoricalGeneralizedCrossEntropy, hinge, squaredHinge, categoricalHinge, klDivergence, poisson, dice, tversky, ctc, circle, contrastive, tripletSemiHard, tripletHard, tripletMargin, mse, mae, mape, msle, bce, kld, kullbackLeiblerDivergence, cosineProximity, logcosh
  fix: write 'meanSquaredError', or pass the loss itself.  [NAME_UNKNOWN]`,
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({ optimizer: 'adam', loss: 'meanSquareError' as never }),
  },
  {
    name: 'a misspelt optimizer',
    message: `compile of Sequential "net": there is no optimizer of this name.
  received "admm"; expected one of ${Object.keys(recipes).join(', ')}
  fix: write 'adam', or pass the optimizer itself.  [NAME_UNKNOWN]`,
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({ optimizer: 'admm' as never, loss: 'meanSquaredError' }),
  },
  {
    name: 'a misspelt metric',
    message: `compile of Sequential "net": there is no metric of this name.
  received "acuracy"; expected one of accuracy, crossentropy, sparseCategoricalAccuracy, categoricalAccuracy, binaryAccuracy, topKCategoricalAccuracy, sparseTopKCategoricalAccuracy, auc, truePositives, trueNegatives, falsePositives, falseNegatives, pearsonCorrelation, concordanceCorrelation, fBetaScore, f1Score, meanSquaredError, meanAbsoluteError, meanAbsolutePercentageError, meanSquaredLogarithmicError, hinge, squaredHinge, categoricalHinge, klDivergence, poisson, binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy, psnr, ssim, perplexity, precision, recall, r2Score, mean, sum, rootMeanSquaredError, logCoshError, cosineSimilarity, acc, ce, mse, mae, mape, msle, rmse, bce, kld, cosine, cosineProximity, kullbackLeiblerDivergence
  fix: write 'accuracy', or pass the metric itself.  [NAME_UNKNOWN]`,
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({
        optimizer: 'adam',
        loss: 'meanSquaredError',
        metrics: ['acuracy' as never],
      }),
  },
  {
    name: 'a loss for an output that is not there',
    message: `compile of Sequential "net": option "loss" names an output that the model does not have.
  received "tail"; expected some of head
  fix: outputs are named after the layers that make them: give those a name.  [OUTPUT_NAME]`,
    make: () =>
      chain(dense({ units: 1, name: 'head', inputShape: [2] })).compile({
        optimizer: 'adam',
        loss: { tail: 'meanSquaredError' } as never,
      }),
  },
  {
    name: 'more losses than outputs',
    message: `compile of Sequential "net": a list for option "loss" has one value for each output.
  received 2 values; expected 1: dense
  fix: pass one value for all outputs, a list in their order, or values by name.  [OUTPUT_VALUES]`,
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({
        optimizer: 'adam',
        loss: ['meanSquaredError', 'meanSquaredError'],
      }),
  },
  {
    name: 'a negative learning rate',
    message: `withLearningRate: a learning rate must not be negative; updates carry their minus sign already.
  received learningRate -0.1; expected a finite number of at least 0, or a schedule
  fix: pass a number such as 0.001, or a schedule such as cosineDecay({ initialLearningRate: 0.001, decaySteps: 1000 }).  [LEARNING_RATE]`,
    make: () => sgd({ learningRate: -0.1 }),
  },
  {
    name: 'a negative delta',
    message: `huber: option "delta" is out of its range.
  received -1; expected a positive number
  fix: pass delta: a positive number.  [LAYER_OPTION]`,
    make: () => huber({ delta: -1 }),
  },
  {
    name: 'a rate that diverges',
    message: `fit of Sequential "net": training diverged: the loss is no longer a number.
  received loss Infinity at step 1; expected a finite loss
  fix: lower the learning rate, clip gradients (clipNorm), scale the inputs, or use a loss with fromLogits.  [LOSS_NOT_FINITE]`,
    make: () => {
      const net = chain(dense({ units: 1, inputShape: [1] }));
      net.compile({ optimizer: sgd({ learningRate: 1e30 }), loss: 'meanSquaredError' });
      return net.fit([1, 2, 3, 4], [1e3, -1e3, 1e3, -1e3], { epochs: 5, batchSize: 1 }).finally(() => net.dispose());
    },
  },
  {
    name: 'a monitor that is not measured',
    message: `EarlyStopping: nobody knows whether the monitored number should fall or rise.
  received monitor "val_los" with mode "auto"; expected mode "min" or "max"
  fix: pass mode: 'max' for a score and mode: 'min' for an error.  [MONITOR_MODE]`,
    make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { callbacks: earlyStopping({ monitor: 'val_los' }) }),
  },
];
