/** The catalogue of the error messages of layers: one function a message, each with its code. */
import {
  DTypeError,
  describeTensor,
  describeValue,
  formatShape,
  type PartialShape,
  ShapeError,
  StateError,
  UnsupportedError,
  ValueError,
} from '@isograd/core';
import { nearestName } from './nearest-name.js';

interface Described {
  readonly dtype: string;
  readonly shape: PartialShape;
}

export function lastAxisMismatch(
  where: string,
  received: PartialShape,
  expected: number,
  kernel: PartialShape,
): ShapeError {
  return new ShapeError({
    code: 'SHAPE_LAST_AXIS',
    where,
    problem: `the last axis of its input must have size ${expected} (kernel is ${formatShape(kernel)}).`,
    received: formatShape(received),
    expected: `[batch, ..., ${expected}]`,
    fix: `add flatten() or reshape() before this layer, or build it for inputShape ${formatShape(received.slice(1))}.`,
  });
}

export function wrongRank(where: string, received: PartialShape, expected: string, fix: string): ShapeError {
  return new ShapeError({
    code: 'SHAPE_RANK',
    where,
    problem: `its input must have ${expected.split(',').length} axes.`,
    received: formatShape(received),
    expected,
    fix,
  });
}

export function unknownAxis(where: string, received: PartialShape, expected: string): ShapeError {
  return new ShapeError({
    code: 'SHAPE_UNKNOWN_AXIS',
    where,
    problem: 'an axis that determines the size of a weight must be known.',
    received: formatShape(received),
    expected,
    fix: 'give the first layer an inputShape, or input() a shape, with all sizes.',
  });
}

export function emptyOutput(where: string, input: PartialShape, output: PartialShape, window: string): ShapeError {
  return new ShapeError({
    code: 'SHAPE_EMPTY_OUTPUT',
    where,
    problem: `its window ${window} does not fit into the input, so that nothing would come out.`,
    received: formatShape(input),
    expected: `an input at least as large as the window (the output would be ${formatShape(output)})`,
    fix: "use padding 'same', a smaller window or stride, or fewer pooling layers before this one.",
  });
}

export function croppedAway(
  where: string,
  received: PartialShape,
  cropping: readonly (readonly number[])[],
): ShapeError {
  return new ShapeError({
    code: 'SHAPE_CROPPED',
    where,
    problem: 'nothing would be left of its input.',
    received: formatShape(received),
    expected: `spatial axes longer than ${cropping.map(([before = 0, after = 0]) => before + after).join(', ')}`,
    fix: 'crop less, or feed larger inputs.',
  });
}

export function wrongInputCount(where: string, received: number, expected: number): ShapeError {
  return new ShapeError({
    code: 'INPUT_COUNT',
    where,
    problem: `it takes ${expected === 1 ? 'one input' : `${expected} inputs`}.`,
    received: String(received),
    expected: String(expected),
    fix: 'pass one tensor for each input, in their order.',
  });
}

export function wrongInput(where: string, name: string, received: Described, expected: Described): ShapeError {
  return new ShapeError({
    code: 'INPUT_SHAPE',
    where,
    problem: `input "${name}" has another shape than the model was made for.`,
    received: describeTensor(received),
    expected: describeTensor(expected),
    fix: 'reshape the data, keeping the first axis for examples, or make the model for this shape.',
  });
}

export function wrongInputDType(where: string, received: string, expected: string, fix: string): DTypeError {
  return new DTypeError({
    code: 'INPUT_DTYPE',
    where,
    problem: 'its input has the wrong dtype.',
    received,
    expected,
    fix,
  });
}

export function targetSizeMismatch(where: string, received: PartialShape, expected: PartialShape): ShapeError {
  return new ShapeError({
    code: 'RESHAPE_SIZE',
    where,
    problem: 'the target shape must hold as many elements as the input.',
    received: formatShape(received),
    expected: formatShape(expected),
    fix: 'correct targetShape; one axis may be -1 and takes what remains.',
  });
}

export function badInputShape(where: string, received: unknown): ShapeError {
  return new ShapeError({
    code: 'LAYER_INPUT_SHAPE',
    where,
    problem: 'the shape of one example is a list of positive integers, without the batch axis.',
    received: Array.isArray(received) ? `[${received.join(', ')}]` : describeValue(received),
    expected: 'for example [8, 8, 1]',
    fix: 'leave the number of examples out.',
  });
}

export function badOption(where: string, option: string, received: unknown, expected: string): ValueError {
  return new ValueError({
    code: 'LAYER_OPTION',
    where,
    problem: `option "${option}" is out of its range.`,
    received: Array.isArray(received) ? `[${received.join(', ')}]` : describeValue(received),
    expected,
    fix: `pass ${option}: ${expected}.`,
  });
}

export function channelsFirst(where: string): UnsupportedError {
  return new UnsupportedError({
    code: 'DATA_FORMAT',
    where,
    problem: 'channels are the last axis here: the kernels of most backends know no other order.',
    received: "dataFormat 'channelsFirst'",
    expected: "'channelsLast'",
    fix: 'put permute({ dims: [2, 3, 1] }) before it for images [channels, height, width], and permute({ dims: [3, 1, 2] }) after it.',
  });
}

export function unknownName(
  where: string,
  kind: string,
  received: unknown,
  known: readonly string[],
): UnsupportedError {
  const nearest = typeof received === 'string' ? nearestName(received, known) : undefined;
  return new UnsupportedError({
    code: 'NAME_UNKNOWN',
    where,
    problem: `there is no ${kind} of this name.`,
    received: describeValue(received),
    expected: `one of ${known.join(', ')}`,
    fix: `${nearest === undefined ? 'correct the name' : `write '${nearest}'`}, or pass the ${kind} itself.`,
  });
}

export function notAnOption(where: string, kind: string, received: unknown, method: string): ValueError {
  return new ValueError({
    code: 'OPTION_FORM',
    where,
    problem: `this is no ${kind}.`,
    received: Array.isArray(received) ? 'an array' : describeValue(received),
    expected: `a name, { className, config } as getConfig writes it, or an object with className, config and ${method}()`,
    fix: `pass what a factory of this package returns, or an object that has all three.`,
  });
}

export function unknownOption(
  where: string,
  className: string,
  received: string,
  known: readonly string[],
): ValueError {
  return new ValueError({
    code: 'OPTION_UNKNOWN',
    where,
    problem: `${className} has no option of this name.`,
    received: `"${received}"`,
    expected: known.length === 0 ? 'no options' : `only ${known.join(', ')}`,
    fix: 'correct the name, or leave the option out.',
  });
}

export function notAnActivation(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'ACTIVATION_FORM',
    where,
    problem: 'this is no activation.',
    received: Array.isArray(received) ? 'an array' : describeValue(received),
    expected: 'a name or a function of a tensor',
    fix: "pass a name such as 'relu', or (x) => activations.leakyRelu(x, { negativeSlope: 0.1 }).",
  });
}

export function activationChangedShape(where: string, received: PartialShape, expected: PartialShape): ShapeError {
  return new ShapeError({
    code: 'ACTIVATION_SHAPE',
    where,
    problem: 'an activation keeps the shape of its input.',
    received: formatShape(received),
    expected: formatShape(expected),
    fix: 'call functions that change it, such as activations.glu, in a layer of your own.',
  });
}

export function oddAxis(where: string, axis: number, received: PartialShape): ShapeError {
  return new ShapeError({
    code: 'ACTIVATION_ODD_AXIS',
    where,
    problem: `it halves axis ${axis} of its input.`,
    received: formatShape(received),
    expected: 'an even size of that axis',
    fix: 'give the layer before it twice the units that should come out.',
  });
}

export function wrongMask(where: string, received: PartialShape, input: PartialShape): ShapeError {
  return new ShapeError({
    code: 'MASK_SHAPE',
    where,
    problem: 'its mask must broadcast to its input.',
    received: formatShape(received),
    expected: `axes of size 1 or those of ${formatShape(input)}, counted from the last`,
    fix: 'reshape the mask: [batch, 1, time] for scores [batch, queries, time].',
  });
}

export function wrongSlopes(where: string, received: PartialShape, slopes: PartialShape): ShapeError {
  return new ShapeError({
    code: 'PRELU_SHAPE',
    where,
    problem: `its slopes have been made for examples of another shape (alpha is ${formatShape(slopes)}).`,
    received: formatShape(received),
    expected: 'the shape that it was built for',
    fix: 'share the slopes along axes that vary in size: prelu({ sharedAxes }).',
  });
}

export function initializerDType(where: string, received: string, expected: string): DTypeError {
  return new DTypeError({
    code: 'INITIALIZER_DTYPE',
    where,
    problem: 'it cannot make values of this dtype.',
    received,
    expected,
    fix: 'make the weight of another dtype, or use zeros, ones or a constant that the dtype holds.',
  });
}

export function initializerShape(where: string, received: PartialShape, expected: string): ShapeError {
  return new ShapeError({
    code: 'INITIALIZER_SHAPE',
    where,
    problem: 'it cannot make a weight of this shape.',
    received: formatShape(received),
    expected,
    fix: 'use another initializer for this weight.',
  });
}

export function duplicateName(where: string, name: string): ValueError {
  return new ValueError({
    code: 'NAME_TWICE',
    where,
    problem: 'names of layers must be unique within a model.',
    received: `two layers named "${name}"`,
    expected: 'one',
    fix: 'rename one of them, or leave the name out to have it numbered.',
  });
}

export function layerNotBuilt(where: string): StateError {
  return new StateError({
    code: 'LAYER_NOT_BUILT',
    where,
    problem: 'it has no weights yet.',
    received: 'a call before build',
    expected: 'a built layer',
    fix: 'use it in a model and call model.initialize(), or fit, which builds.',
  });
}

/** A warning, not an error: Keras warns too. */
export function maskDestroyed(where: string): string {
  return `${where} was given an input with a mask but does not use masks: positions that were masked count from here on. Put it before the masking, or extend a layer that sets supportsMasking.`;
}

/** A warning: Keras warns too. */
export function nothingToTrain(where: string): string {
  return `${where} has no weights to train: steps measure, and change nothing. Set trainable to true on what should learn.`;
}

export function weightCount(where: string, received: number, expected: number): ShapeError {
  return new ShapeError({
    code: 'WEIGHT_COUNT',
    where,
    problem: 'setWeights takes one value for each weight.',
    received: `${received} values`,
    expected: `${expected}, in the order of \`weights\``,
    fix: 'take them from getWeights() of a layer with the same options.',
  });
}

export function weightShape(where: string, name: string, received: Described, expected: Described): ShapeError {
  return new ShapeError({
    code: 'WEIGHT_SHAPE',
    where,
    problem: `weight "${name}" has another shape or dtype than the value for it.`,
    received: describeTensor(received),
    expected: describeTensor(expected),
    fix: 'take the values from a layer with the same options, in the order of `weights`.',
  });
}

export function outputCount(where: string, received: number, expected: number): ShapeError {
  return new ShapeError({
    code: 'OUTPUT_COUNT',
    where,
    problem: `it has ${received} outputs where ${expected === 1 ? 'one is' : `${expected} are`} taken.`,
    received: String(received),
    expected: String(expected),
    fix: 'use applyAll(), which returns a list, and take the outputs from it.',
  });
}

export function layerDisposed(where: string): StateError {
  return new StateError({
    code: 'LAYER_DISPOSED',
    where,
    problem: 'it was disposed and its weights are gone.',
    received: 'a use after dispose',
    expected: 'a layer that was not disposed',
    fix: 'make a new layer.',
  });
}

export function notASymbolicTensor(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'NOT_SYMBOLIC',
    where,
    problem: 'apply() takes symbolic tensors.',
    received: describeValue(received),
    expected: 'what input() or the apply() of another layer returned',
    fix: 'draw the model with input(); to compute with a tensor use model.predict(x) or model.run([x], { training: false }).',
  });
}

export function unreachableInput(where: string, name: string): ValueError {
  return new ValueError({
    code: 'GRAPH_INPUT',
    where,
    problem: 'an output depends on an input that is not among the inputs of the model.',
    received: `input "${name}" inside the graph`,
    expected: 'every input listed in `inputs`',
    fix: `add it: model({ inputs: [..., ${name}], outputs }).`,
  });
}

export function noInputShape(where: string): StateError {
  return new StateError({
    code: 'MODEL_INPUT_SHAPE',
    where,
    problem: 'the shape of the input is not known yet.',
    received: 'a first layer without inputShape',
    expected: 'an inputShape',
    fix: 'give the first layer an inputShape (without the batch axis), or call fit or predict, which take it from the data.',
  });
}

export function emptyModel(where: string): ValueError {
  return new ValueError({
    code: 'MODEL_EMPTY',
    where,
    problem: 'a model needs at least one layer.',
    received: 'none',
    expected: 'one or more',
    fix: 'pass layers: [dense({ units: 10, inputShape: [784] })].',
  });
}

export function modelIsFixed(where: string): StateError {
  return new StateError({
    code: 'MODEL_FIXED',
    where,
    problem: 'layers cannot be added any more.',
    received: 'add() after the model was built',
    expected: 'all layers before the first use',
    fix: 'add the layers first, or make a new model around this one.',
  });
}

export function notCompiled(where: string, method: string): StateError {
  return new StateError({
    code: 'MODEL_NOT_COMPILED',
    where,
    problem: `${method} needs an optimizer and a loss.`,
    received: 'a model that was not compiled',
    expected: 'compile() before',
    fix: "call model.compile({ optimizer: adam(), loss: 'meanSquaredError' }).",
  });
}

export function badData(where: string, name: string, received: unknown): ValueError {
  return new ValueError({
    code: 'DATA_KIND',
    where,
    problem: `${name} is nothing that can be computed with.`,
    received: describeValue(received),
    expected: 'a tensor, an NdArray, a typed array or an array of numbers',
    fix: 'wrap nested data: new NdArray(Float32Array.from(values), shape).',
  });
}

export function emptyData(where: string): ValueError {
  return new ValueError({
    code: 'DATA_EMPTY',
    where,
    problem: 'there is nothing to compute with: the data set is empty.',
    received: '0 examples',
    expected: 'at least one',
    fix: 'check the filters and the split that made it, and that an iterator was not used up before.',
  });
}

export function endlessDataset(where: string): ValueError {
  return new ValueError({
    code: 'DATA_ENDLESS_EPOCH',
    where,
    problem: 'an epoch over a data set without end would never end.',
    received: 'a data set of size Infinity and no stepsPerEpoch',
    expected: 'an epoch that ends',
    fix: 'leave repeat() out, since epochs repeat the data set already; or end it with take(), or in fitDataset with stepsPerEpoch.',
  });
}

export function sizesDiffer(where: string, x: number, y: number): ShapeError {
  return new ShapeError({
    code: 'DATA_SIZES',
    where,
    problem: 'inputs, targets and sample weights must have the same number of examples.',
    received: `${x} and ${y}`,
    expected: 'equal first axes',
    fix: 'check how the data were split.',
  });
}

export function notFinite(
  where: string,
  name: string,
  value: number,
  position: readonly number[],
  count: number,
): ValueError {
  return new ValueError({
    code: 'DATA_NOT_FINITE',
    where,
    problem: `${name} holds ${count === 1 ? 'a value that is' : `${count} values that are`} not finite; training would turn every weight into NaN.`,
    received: `${value} at example ${position[0] ?? 0}${position.length > 1 ? `, position [${position.slice(1).join(', ')}]` : ''}`,
    expected: 'finite numbers',
    fix: 'drop or impute missing values before training.',
  });
}

export function labelOutOfRange(where: string, value: number, example: number, classes: number): ValueError {
  return new ValueError({
    code: 'LABEL_RANGE',
    where,
    problem: `a label must be the number of a class, and the model has ${classes}.`,
    received: `label ${value} at example ${example}`,
    expected: `integers from 0 to ${classes - 1}`,
    fix: 'count classes from 0, or give the last layer as many units as there are classes.',
  });
}

export function idOutOfRange(where: string, value: number, position: number, rows: number): ValueError {
  return new ValueError({
    code: 'EMBEDDING_RANGE',
    where,
    problem: `an embedding has one vector for each number, and this one has ${rows}.`,
    received: `${value} at position ${position} of the data`,
    expected: `integers from 0 to ${rows - 1}`,
    fix: 'raise inputDim to the largest number plus one, or map rare tokens to one number.',
  });
}

export function probabilityOutOfRange(where: string, value: number, example: number): ValueError {
  return new ValueError({
    code: 'TARGET_RANGE',
    where,
    problem: 'targets of a cross-entropy are probabilities.',
    received: `${value} at example ${example}`,
    expected: 'numbers from 0 to 1',
    fix: 'use sparseCategoricalCrossentropy for integer labels, or meanSquaredError for other numbers.',
  });
}

export function targetShape(where: string, received: PartialShape, expected: string, fix: string): ShapeError {
  return new ShapeError({
    code: 'TARGET_SHAPE',
    where,
    problem: 'targets do not fit the output of the model.',
    received: formatShape(received),
    expected,
    fix,
  });
}

export function lossNotFinite(where: string, loss: number, step: number): ValueError {
  return new ValueError({
    code: 'LOSS_NOT_FINITE',
    where,
    problem: 'training diverged: the loss is no longer a number.',
    received: `loss ${loss} at step ${step}`,
    expected: 'a finite loss',
    fix: 'lower the learning rate, clip gradients (clipNorm), scale the inputs, or use a loss with fromLogits.',
  });
}

export function unknownOutput(where: string, option: string, received: string, names: readonly string[]): ValueError {
  return new ValueError({
    code: 'OUTPUT_NAME',
    where,
    problem: `option "${option}" names an output that the model does not have.`,
    received: `"${received}"`,
    expected: `some of ${names.join(', ')}`,
    fix: 'outputs are named after the layers that make them: give those a name.',
  });
}

export function unknownInput(where: string, name: string, received: string, names: readonly string[]): ValueError {
  return new ValueError({
    code: 'INPUT_NAME',
    where,
    problem: `${name} has an array under a name that the model does not know, or lacks one.`,
    received,
    expected: names.join(', '),
    fix: 'use the names of the inputs (or outputs, for targets), or pass a list in their order.',
  });
}

export function nothingToMinimize(where: string, output: string): ValueError {
  return new ValueError({
    code: 'METRIC_WITHOUT_LOSS',
    where,
    problem: `output "${output}" has metrics but no loss, and without a loss it has no targets.`,
    received: 'loss null',
    expected: 'a loss for every output that is measured',
    fix: `give "${output}" a loss (its lossWeight may be 0), or leave its metrics out.`,
  });
}

export function emptyLoss(where: string): StateError {
  return new StateError({
    code: 'LOSS_NONE',
    where,
    problem: 'there is nothing to minimise.',
    received: 'no loss, no regularizer, and no layer that adds a term',
    expected: 'at least one of them',
    fix: "compile with a loss: compile({ optimizer, loss: 'meanSquaredError' }).",
  });
}

export function badTargetsForClassWeight(where: string, received: PartialShape): ShapeError {
  return new ShapeError({
    code: 'CLASS_WEIGHT_TARGETS',
    where,
    problem: 'classWeight needs targets that are class numbers or one-hot rows.',
    received: formatShape(received),
    expected: '[examples], [examples, 1] or [examples, classes]',
    fix: 'pass sampleWeight instead, with the weights that you want.',
  });
}

export function classWeightWithOutputs(where: string, outputs: number): ValueError {
  return new ValueError({
    code: 'CLASS_WEIGHT_OUTPUTS',
    where,
    problem: 'classWeight is for models with targets for one output.',
    received: `${outputs} outputs with targets`,
    expected: '1',
    fix: 'pass sampleWeight, one array for each output.',
  });
}

export function unknownLayer(where: string, received: string, names: readonly string[]): ValueError {
  return new ValueError({
    code: 'LAYER_NAME',
    where,
    problem: 'the model has no layer of this name.',
    received: `"${received}"`,
    expected: `one of ${names.join(', ')}`,
    fix: 'layers are numbered within the model; summary() lists them.',
  });
}

export function notASerializedLayer(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'CONFIG_LAYER',
    where,
    problem: 'this is not a layer written down as JSON.',
    received: Array.isArray(received) ? 'an array' : describeValue(received),
    expected: '{ className, config }',
    fix: 'save the model again; the file may be of another program or damaged.',
  });
}

export function unknownLayerClass(where: string, className: string): UnsupportedError {
  return new UnsupportedError({
    code: 'CONFIG_CLASS',
    where,
    problem: 'it names a class of layers that is not known.',
    received: `"${className.slice(0, 80)}"`,
    expected: 'a layer of this package, or one named in customLayers',
    fix: 'pass the reader of your own class: customLayers: { MyLayer: (config) => new MyLayer(config) }.',
  });
}

export function configTooDeep(where: string, deepest: number): ValueError {
  return new ValueError({
    code: 'CONFIG_DEPTH',
    where,
    problem: 'layers are nested too deeply.',
    received: `more than ${deepest} levels`,
    expected: `at most ${deepest}`,
    fix: 'the file is damaged, or meant to do harm.',
  });
}

export function badGraphConfig(where: string, what: string, received: unknown, expected: string): ValueError {
  return new ValueError({
    code: 'CONFIG_GRAPH',
    where,
    problem: `its config has ${what} that cannot be read.`,
    received: Array.isArray(received) ? `[${received.slice(0, 8).join(', ')}]` : describeValue(received),
    expected,
    fix: 'save the model again; the file may be of another program or damaged.',
  });
}

export function notALayer(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'NOT_A_LAYER',
    where,
    problem: 'it is made of layers.',
    received: Array.isArray(received) ? 'an array' : describeValue(received),
    expected: 'layers: [dense({ units: 10 }), ...]',
    fix: 'pass what a factory of layers returns; two copies of this package in a program have different layers.',
  });
}

export function wrongOutputCount(
  where: string,
  option: string,
  received: number,
  names: readonly string[],
): ValueError {
  return new ValueError({
    code: 'OUTPUT_VALUES',
    where,
    problem: `a list for option "${option}" has one value for each output.`,
    received: `${received} values`,
    expected: `${names.length}: ${names.join(', ')}`,
    fix: 'pass one value for all outputs, a list in their order, or values by name.',
  });
}
