/** Mistakes in putting models together, and in giving them weights. */
import * as tf from '@tensorflow/tfjs-core';
import { dense } from '../../layers/core/dense.js';
import { lambda } from '../../layers/core/lambda.js';
import { loadModel } from '../../saving/load-model.js';
import { memoryStorage } from '../../saving/memory-storage.js';
import { model } from '../../models/functional.js';
import { sequential } from '../../models/sequential.js';
import { input } from '../../symbolic-tensor.js';
import { chain, classifier, type Mistake, zeros } from './mistake.js';

export const mistakesInModels: readonly Mistake[] = [
  {
    name: 'a model without layers',
    message: `Sequential "sequential": a model needs at least one layer.
  received none; expected one or more
  fix: pass layers: [dense({ units: 10, inputShape: [784] })].  [MODEL_EMPTY]`,
    make: () => sequential().predict(zeros(1, 2)),
  },
  {
    name: 'a list of lists of layers',
    message: `Sequential "sequential": it is made of layers.
  received an array; expected layers: [dense({ units: 10 }), ...]
  fix: pass what a factory of layers returns; two copies of this package in a program have different layers.  [NOT_A_LAYER]`,
    make: () => sequential({ layers: [[dense({ units: 1 })]] as never }),
  },
  {
    name: 'a summary before the shape is known',
    message: `Sequential "net": the shape of the input is not known yet.
  received a first layer without inputShape; expected an inputShape
  fix: give the first layer an inputShape (without the batch axis), or call fit or predict, which take it from the data.  [MODEL_INPUT_SHAPE]`,
    make: () => chain(dense({ units: 1 })).summary(),
  },
  {
    name: 'training before compile',
    message: `Sequential "net": fit of Sequential "net" needs an optimizer and a loss.
  received a model that was not compiled; expected compile() before
  fix: call model.compile({ optimizer: adam(), loss: 'meanSquaredError' }).  [MODEL_NOT_COMPILED]`,
    make: () => chain(dense({ units: 1, inputShape: [4] })).fit(zeros(2, 4), zeros(2, 1)),
  },
  {
    name: 'two layers of one name',
    message: `Sequential "net": names of layers must be unique within a model.
  received two layers named "a"; expected one
  fix: rename one of them, or leave the name out to have it numbered.  [NAME_TWICE]`,
    make: () => chain(dense({ units: 1, name: 'a', inputShape: [2] }), dense({ units: 1, name: 'a' })),
  },
  {
    name: 'a layer added to a built model',
    message: `Sequential "net": layers cannot be added any more.
  received add() after the model was built; expected all layers before the first use
  fix: add the layers first, or make a new model around this one.  [MODEL_FIXED]`,
    make: () => {
      const net = chain(dense({ units: 1, inputShape: [2] }));
      net.initialize();
      net.add(dense({ units: 1 }));
    },
  },
  {
    name: 'an output that needs another input',
    message: `Functional "functional": an output depends on an input that is not among the inputs of the model.
  received input "b" inside the graph; expected every input listed in \`inputs\`
  fix: add it: model({ inputs: [..., b], outputs }).  [GRAPH_INPUT]`,
    make: () => {
      const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [2], name: 'b' })];
      return model({ inputs: a, outputs: dense({ units: 1 }).apply(b) });
    },
  },
  {
    name: 'a tensor where a symbolic one belongs',
    message: `Dense "dense": apply() takes symbolic tensors.
  received "x"; expected what input() or the apply() of another layer returned
  fix: draw the model with input(); to compute with a tensor use model.predict(x) or model.run([x], { training: false }).  [NOT_SYMBOLIC]`,
    make: () => dense({ units: 1 }).apply('x' as never),
  },
  {
    name: 'a layer that is no part of the model',
    message: `Sequential "net": the model has no layer of this name.
  received "tail"; expected one of head
  fix: layers are numbered within the model; summary() lists them.  [LAYER_NAME]`,
    make: () => classifier().getLayer('tail'),
  },
  {
    name: 'a layer run before it is built',
    message: `Dense "lone": it has no weights yet.
  received a call before build; expected a built layer
  fix: use it in a model and call model.initialize(), or fit, which builds.  [LAYER_NOT_BUILT]`,
    make: () =>
      tf.tidy(() => dense({ units: 1, name: 'lone' }).run([tf.zeros([1, 2])], { training: false }) as tf.Tensor),
  },
  {
    name: 'a model used after dispose',
    message: `Sequential "net": it was disposed and its weights are gone.
  received a use after dispose; expected a layer that was not disposed
  fix: make a new layer.  [LAYER_DISPOSED]`,
    make: () => {
      const net = classifier();
      net.initialize();
      net.dispose();
      return net.predict(zeros(1, 4));
    },
  },
  {
    name: 'weights in another order',
    message: `Sequential "net": weight "head/kernel" has another shape or dtype than the value for it.
  received float32 [3]; expected float32 [4, 3]
  fix: take the values from a layer with the same options, in the order of \`weights\`.  [WEIGHT_SHAPE]`,
    make: () => {
      const net = classifier();
      net.initialize();
      net.setWeights([zeros(3), zeros(4, 3)]);
    },
  },
  {
    name: 'weights of another model',
    message: `Sequential "net": setWeights takes one value for each weight.
  received 1 values; expected 2, in the order of \`weights\`
  fix: take them from getWeights() of a layer with the same options.  [WEIGHT_COUNT]`,
    make: () => classifier().setWeights([zeros(4, 3)]),
  },
  {
    name: 'a model that is not there',
    message: `memory: there is no model here.
  received nothing was saved; expected what model.save wrote
  fix: check the path, and from where a relative one starts; a model is a folder with config.json, or a .zip.  [MODEL_NOT_FOUND]`,
    make: () => loadModel(memoryStorage()),
  },
  {
    name: 'a function that no file can hold',
    message: `Lambda "lambda": a function cannot be written down, and none is ever read from a file.
  received getConfig() or save() of a lambda layer; expected a class with a config
  fix: extend Layer with this function as its call(), and name the class in customLayers when the model is loaded.  [LAMBDA_CONFIG]`,
    make: async () => {
      const net = chain(lambda({ function: ([x]) => x.clone(), inputShape: [2] }), dense({ units: 1 }));
      await net.save(memoryStorage());
    },
  },
];
