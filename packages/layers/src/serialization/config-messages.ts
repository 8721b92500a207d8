/** The messages of layers written down as JSON, a part of the catalogue of layers: one function a message, each with its code. */
import { describeValue, UnsupportedError, ValueError } from '@isograd/core';

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
