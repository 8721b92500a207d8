/** Layers as tfjs-layers writes them, and the same layers as ours are written: Keras's names in snake case. */
import type { LayerConfig } from '../layer.js';
import { badGraphConfig } from '../serialization/config-messages.js';
import { camelCase } from '../named-option.js';
import type { SerializedLayer } from '../serialization/layer-reader.js';
import { isJsonObject, type JsonObject } from './json-object.js';
import { exampleShape, translateGraph } from './tfjs-graph.js';

/** Activations whose name here stands for another function. */
const activations: Readonly<Record<string, string>> = { hardSigmoid: 'hardSigmoidKeras2', geluNew: 'geluTanh' };

/** Classes with another name here. */
const classNames: Readonly<Record<string, string>> = { Model: 'Functional', ConvLSTM2DCell: 'ConvLSTMCell' };

/** What the gates of tfjs-layers are by default. */
const gates: LayerConfig = { recurrentActivation: 'hardSigmoidKeras2' };

/** What a class needs beside other spellings. */
const adjustments: Readonly<Record<string, (config: LayerConfig) => LayerConfig>> = {
  BatchNormalization: (config) => ({ ...config, ...onlyAxis(config['axis']) }),
  ConvLSTM2D: (config) => ({ ...gates, ...config }),
  ConvLSTMCell: (config) => ({ ...gates, ...config, rank: 2 }),
  DepthwiseConv2D: withoutMistakenConstraint,
  Embedding: (config) => ({ ...config, inputLength: undefined }), // says again what the shape of the input does
  GRU: (config) => ({ ...gates, resetAfter: false, ...config }),
  GRUCell: (config) => ({ ...gates, resetAfter: false, ...config }),
  LSTM: (config) => ({ ...gates, ...config }),
  LSTMCell: (config) => ({ ...gates, ...config }),
  LeakyReLU: ({ alpha = 0.3, ...config }) => ({ negativeSlope: alpha, ...config }),
  Reshape: (config) => ({ ...config, targetShape: withFreeAxis(config['targetShape']) }),
};

/**
 * The JSON form of a layer or model; what its options may be, the layer checks.
 *
 * @param where - The model, for messages.
 * @throws {ValueError} CONFIG_GRAPH
 */
export function translateLayer(where: string, layer: unknown): SerializedLayer {
  const { class_name: given, config } = isJsonObject(layer) ? layer : {};
  if (typeof given !== 'string') throw badGraphConfig(where, 'a layer', layer, 'an object with class_name and config');
  const className = Object.hasOwn(classNames, given) ? (classNames[given] as string) : given;
  const translate = (inner: unknown): SerializedLayer => translateLayer(where, inner);
  if (className === 'Sequential') return { className, config: sequentialConfig(where, config, translate) };
  if (!isJsonObject(config)) throw badGraphConfig(where, '`config`', config, 'an object');
  if (className === 'Functional') return { className, config: functionalConfig(where, config, translate) };
  const translated = { ...plainConfig(config, translate), ...shapeOptions(where, config) };
  const adjust = Object.hasOwn(adjustments, className) ? adjustments[className] : undefined;
  return { className, config: adjust?.(translated) ?? translated };
}

/** Early files have a list of layers in place of a config. */
function sequentialConfig(where: string, config: unknown, translate: (layer: unknown) => SerializedLayer): LayerConfig {
  const { name, trainable, layers } = isJsonObject(config) ? config : { layers: config };
  if (!Array.isArray(layers)) throw badGraphConfig(where, '`layers`', layers, 'a list of layers');
  const [first] = layers as readonly unknown[];
  const start = isJsonObject(first) && first['class_name'] === 'InputLayer' ? first['config'] : undefined;
  const inner = layers.slice(start === undefined ? 0 : 1).map(translate);
  const inputShape = isJsonObject(start) ? exampleShape(where, start) : inner[0]?.config['inputShape'];
  return { ...present({ name, trainable, inputShape }), layers: inner };
}

function functionalConfig(
  where: string,
  config: JsonObject,
  translate: (layer: unknown) => SerializedLayer,
): LayerConfig {
  const graph = translateGraph(where, config, translate);
  const inputShape = graph.inputs.length === 1 ? graph.inputs[0]?.shape : undefined;
  const { name, trainable } = config;
  return { ...present({ name, trainable, inputShape }), ...graph };
}

/** Options under our names; `null` means that one was left out, but for how a bidirectional layer merges. */
function plainConfig(config: JsonObject, translate: (layer: unknown) => SerializedLayer): LayerConfig {
  const entries = Object.entries(config)
    .filter(([key, value]) => (value !== null && key !== 'dtype') || key === 'merge_mode')
    .map(([key, value]) => [camelCase(key), translateOption(camelCase(key), value, translate)] as const);
  return Object.fromEntries(entries);
}

function translateOption(key: string, value: unknown, translate: (layer: unknown) => SerializedLayer): unknown {
  if (key === 'name') return value;
  if (/activation$/i.test(key)) return activationOf(value);
  if (/(initializer|regularizer|constraint)$/i.test(key)) return optionOf(value);
  if (key === 'layer' || key === 'backwardLayer') return translate(value);
  if (key === 'cell') return Array.isArray(value) ? value.map(translate) : translate(value);
  if (key === 'cells' && Array.isArray(value)) return value.map(translate);
  return typeof value === 'string' ? camelCase(value) : value;
}

function activationOf(value: unknown): unknown {
  const name = isJsonObject(value) ? value['class_name'] : value;
  if (typeof name !== 'string') return value;
  const inCamelCase = camelCase(name);
  return Object.hasOwn(activations, inCamelCase) ? activations[inCamelCase] : inCamelCase;
}

/** An initializer, regularizer or constraint. */
function optionOf(value: unknown): unknown {
  const { class_name: className, config } = isJsonObject(value) ? value : {};
  if (typeof className !== 'string') return typeof value === 'string' ? camelCase(value) : value;
  const options = plainConfig(isJsonObject(config) ? config : {}, (layer) => layer as SerializedLayer);
  const isNormal = className === 'VarianceScaling' && options['distribution'] === 'normal'; // truncated, in all its versions
  return { className, config: isNormal ? { ...options, distribution: 'truncatedNormal' } : options };
}

/** The shape of a batch is that of an example, unless the layer keeps a state for each example of it. */
function shapeOptions(where: string, config: JsonObject): LayerConfig {
  const shape = exampleShape(where, config);
  const batchInputShape = config['stateful'] === true ? config['batch_input_shape'] : undefined;
  return { batchInputShape: batchInputShape ?? undefined, ...present({ inputShape: shape }) };
}

function present(config: LayerConfig): LayerConfig {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined && value !== null));
}

/** Keras writes a list of one axis. */
function onlyAxis(axis: unknown): LayerConfig {
  return Array.isArray(axis) && axis.length === 1 ? { axis: axis[0] as unknown } : {};
}

/** An axis that takes what remains may be `null`. */
function withFreeAxis(shape: unknown): unknown {
  return Array.isArray(shape) ? shape.map((size: unknown) => (size === null ? -1 : size)) : shape;
}

/** tfjs-layers writes the regularizer of the kernel in place of its constraint. */
function withoutMistakenConstraint({ depthwiseConstraint, ...config }: LayerConfig): LayerConfig {
  const isRegularizer = isJsonObject(depthwiseConstraint) && depthwiseConstraint['className'] === 'L1L2';
  return isRegularizer ? config : { ...config, ...present({ depthwiseConstraint }) };
}
