/** Mistakes in the data that models are given. */
import { NdArray } from '@isograd/core';
import { dense } from '../../layers/core/dense.js';
import { embedding } from '../../layers/core/embedding.js';
import { chain, classifier, type Mistake, regressor, zeros } from './mistake.js';

export const mistakesInData: readonly Mistake[] = [
  {
    name: 'an input of another width',
    message: `fit of Sequential "net": input "input" has another shape than the model was made for.
  received float32 [2, 5]; expected float32 [batch, 4]
  fix: reshape the data, keeping the first axis for examples, or make the model for this shape.  [INPUT_SHAPE]`,
    make: () => classifier().fit(zeros(2, 5), Int32Array.of(0, 1)),
  },
  {
    name: 'an input without a batch axis',
    message: `predict of Sequential "net": input "input" has another shape than the model was made for.
  received float32 [4]; expected float32 [batch, 4]
  fix: reshape the data, keeping the first axis for examples, or make the model for this shape.  [INPUT_SHAPE]`,
    make: () => classifier().predict(zeros(4)),
  },
  {
    name: 'targets of another number',
    message: `fit of Sequential "net": inputs, targets and sample weights must have the same number of examples.
  received 3 and 2; expected equal first axes
  fix: check how the data were split.  [DATA_SIZES]`,
    make: () => classifier().fit(zeros(3, 4), Int32Array.of(0, 1)),
  },
  {
    name: 'one-hot rows for a sparse loss',
    message: `fit of Sequential "net", sparseCategoricalCrossentropy: targets do not fit the output of the model.
  received [2, 3]; expected [batch] (class numbers for an output of [batch, 3])
  fix: pass one integer an example, or use categoricalCrossentropy for one-hot rows.  [TARGET_SHAPE]`,
    make: () => classifier().fit(zeros(2, 4), zeros(2, 3)),
  },
  {
    name: 'labels that count from 1',
    message: `fit of Sequential "net", sparseCategoricalCrossentropy: a label must be the number of a class, and the model has 3.
  received label 3 at example 2; expected integers from 0 to 2
  fix: count classes from 0, or give the last layer as many units as there are classes.  [LABEL_RANGE]`,
    make: () => classifier().fit(zeros(3, 4), Int32Array.of(1, 2, 3)),
  },
  {
    name: 'class numbers for a loss of one-hot rows',
    message: `fit of Sequential "net", categoricalCrossentropy: targets do not fit the output of the model.
  received [2]; expected [batch, 3]
  fix: give targets the shape of the output of the model.  [TARGET_SHAPE]`,
    make: () => {
      const net = chain(dense({ units: 3, activation: 'softmax', inputShape: [4] }));
      net.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
      return net.fit(zeros(2, 4), Int32Array.of(0, 1));
    },
  },
  {
    name: 'targets above 1 for a binary loss',
    message: `fit of Sequential "net", binaryCrossentropy: targets of a cross-entropy are probabilities.
  received 255 at example 1; expected numbers from 0 to 1
  fix: use sparseCategoricalCrossentropy for integer labels, or meanSquaredError for other numbers.  [TARGET_RANGE]`,
    make: () => {
      const net = chain(dense({ units: 1, activation: 'sigmoid', inputShape: [4] }));
      net.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
      return net.fit(zeros(2, 4), [0, 255]);
    },
  },
  {
    name: 'a missing value',
    message: `fit of Sequential "net": input "input" holds a value that is not finite; training would turn every weight into NaN.
  received NaN at example 0, position [2]; expected finite numbers
  fix: drop or impute missing values before training.  [DATA_NOT_FINITE]`,
    make: () => regressor().fit(new NdArray(Float32Array.of(0, 1, Number.NaN, 3), [1, 4]), [1]),
  },
  {
    name: 'targets of another width',
    message: `fit of Sequential "net", meanSquaredError: targets do not fit the output of the model.
  received [3, 5]; expected [batch, 2]
  fix: give targets the shape of the output of the model.  [TARGET_SHAPE]`,
    make: () => regressor(2).fit(zeros(3, 4), zeros(3, 5)),
  },
  {
    name: 'no examples',
    message: `fit of Sequential "net": there is nothing to compute with: the data set is empty.
  received 0 examples; expected at least one
  fix: check the filters and the split that made it, and that an iterator was not used up before.  [DATA_EMPTY]`,
    make: () => regressor().fit(zeros(0, 4), zeros(0, 1)),
  },
  {
    name: 'nested lists as data',
    message: `fit of Sequential "net": input "input" has another shape than the model was made for.
  received float32 [4]; expected float32 [batch, 4]
  fix: reshape the data, keeping the first axis for examples, or make the model for this shape.  [INPUT_SHAPE]`,
    make: () => regressor().fit([[1, 2, 3, 4]] as never, [1]),
  },
  {
    name: 'two inputs for a model of one',
    message: `fit of Sequential "net": it takes one input.
  received 2; expected 1
  fix: pass one tensor for each input, in their order.  [INPUT_COUNT]`,
    make: () => regressor().fit([zeros(2, 4), zeros(2, 4)], zeros(2, 1)),
  },
  {
    name: 'an unknown token',
    message: `predict of Sequential "net", Embedding "embedding": an embedding has one vector for each number, and this one has 10.
  received 10 at position 2 of the data; expected integers from 0 to 9
  fix: raise inputDim to the largest number plus one, or map rare tokens to one number.  [EMBEDDING_RANGE]`,
    make: () =>
      chain(embedding({ inputDim: 10, outputDim: 2, inputShape: [3] })).predict(
        Int32Array.of(1, 2, 10) && new NdArray(Int32Array.of(1, 2, 10), [1, 3]),
      ),
  },
  {
    name: 'tokens with fractions',
    message: `predict of Sequential "net": its input has the wrong dtype.
  received numbers with fractions; expected integers
  fix: round them, or use a layer that takes float32.  [INPUT_DTYPE]`,
    make: () =>
      chain(embedding({ inputDim: 10, outputDim: 2, inputShape: [1] })).predict(
        new NdArray(Float32Array.of(1.5), [1, 1]),
      ),
  },
  {
    name: 'an empty batch size',
    message: `fit of Sequential "net": option "batchSize" is out of its range.
  received 0; expected a positive integer
  fix: pass batchSize: a positive integer.  [LAYER_OPTION]`,
    make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { batchSize: 0 }),
  },
  {
    name: 'all examples held back',
    message: `fit of Sequential "net": option "validationSplit" is out of its range.
  received 1; expected a number from 0 up to, not including, 1
  fix: pass validationSplit: a number from 0 up to, not including, 1.  [LAYER_OPTION]`,
    make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { validationSplit: 1 }),
  },
  {
    name: 'weights of another number',
    message: `fit of Sequential "net": inputs, targets and sample weights must have the same number of examples.
  received 2 and 1; expected equal first axes
  fix: check how the data were split.  [DATA_SIZES]`,
    make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { sampleWeight: [1] }),
  },
  {
    name: 'a class weight for numbers',
    message: `fit of Sequential "net": option "classWeight" is out of its range.
  received "0: -1"; expected weights from 0 up, by class number
  fix: pass classWeight: weights from 0 up, by class number.  [LAYER_OPTION]`,
    make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { classWeight: { 0: -1 } }),
  },
];
