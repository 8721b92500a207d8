/** How a layer is written down as plain JSON, and made again from it. */
import type { Layer, LayerConfig } from '../layer.js';
import { unknownLayerClass, notASerializedLayer, configTooDeep } from './config-messages.js';

/** A layer as plain JSON: the class, and what its `getConfig` returns. */
export interface SerializedLayer {
  readonly className: string;
  readonly config: LayerConfig;
}

/** Makes a layer from JSON. It knows which classes are allowed; layers that hold others call it for them. */
export type ReadLayer = (serialized: unknown) => Layer;

/**
 * Makes the layers of one class.
 *
 * @param config - What `getConfig` returned, or somebody wrote; the constructor checks it.
 * @param readLayer - For layers inside.
 */
export type LayerReader = (config: LayerConfig, readLayer: ReadLayer) => Layer;

/** Readers by name of the class. */
export type LayerTable = Readonly<Record<string, LayerReader>>;

/** Deepest nesting of layers in layers. */
const maximalDepth = 64;

/** The JSON form of a layer. */
export function serializeLayer(layer: Layer): SerializedLayer {
  return { className: layer.className, config: layer.getConfig() };
}

/**
 * A reader of the classes whose constructor takes their config: it checks every option itself.
 *
 * @param LayerClass - The class.
 */
export function plainReader<Options>(LayerClass: new (options: Options) => Layer): LayerReader {
  return (config) => new LayerClass(config as Options);
}

/**
 * The function that makes layers of the classes in a table, and of no others.
 *
 * @param where - Who reads, for messages.
 */
export function layerReader(where: string, table: LayerTable): ReadLayer {
  const read = (serialized: unknown, depth: number): Layer => {
    if (depth > maximalDepth) throw configTooDeep(where, maximalDepth);
    if (!isSerializedLayer(serialized)) throw notASerializedLayer(where, serialized);
    const { className, config } = serialized;
    if (!Object.hasOwn(table, className)) throw unknownLayerClass(where, className);
    return (table[className] as LayerReader)(config, (inner) => read(inner, depth + 1));
  };
  return (serialized) => read(serialized, 1);
}

function isSerializedLayer(value: unknown): value is SerializedLayer {
  if (typeof value !== 'object' || value === null || !('className' in value && 'config' in value)) return false;
  const { className, config } = value;
  return typeof className === 'string' && typeof config === 'object' && config !== null && !Array.isArray(config);
}
