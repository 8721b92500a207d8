/** Options by name, as JSON and by value, for every kind that the package has; and what a hostile file may hold. */
import { UnsupportedError, ValueError } from '@isograd/core';
import { type KerasSignature, loadKerasDefaults } from '@isograd/testing';
import { describe, expect, it } from 'vitest';
import { constraintKind, resolveConstraint } from './constraints/named-constraint.js';
import { initializerKind, resolveInitializer } from './initializers/named-initializer.js';
import { randomUniform } from './initializers/random.js';
import { dense } from './layers/core/dense.js';
import {
  camelCase,
  type NamedFactory,
  type OptionKind,
  resolveOption,
  type SerializedOption,
  serialized,
} from './named-option.js';
import { regularizerKind, resolveRegularizer } from './regularizers/named-regularizer.js';
import { l2 } from './regularizers/norms.js';

/** As a saved file gives it. */
const fromJson = (text: string): SerializedOption => JSON.parse(text) as SerializedOption;

/** Declares the tests of a kind of option. */
function testKind<Value extends SerializedOption>(kind: OptionKind<Value>): void {
  describe(`every ${kind.kind}`, () => {
    it.each(Object.entries(kind.factories))(
      '%s is found by each of its names, and read back from JSON',
      (name, entry) => {
        const { className, options, otherNames } = entry;
        const snakeCase = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
        const value = resolveOption('test', name, kind);
        for (const spelling of [className, snakeCase, ...otherNames]) {
          expect(serialized(resolveOption('test', spelling, kind)), spelling).toEqual(serialized(value));
        }
        expect(value.className).toBe(className);
        expect(Object.keys(value.config).filter((option) => !options.includes(option))).toEqual([]);
        const json = JSON.stringify(serialized(value));
        expect(serialized(resolveOption('test', fromJson(json), kind))).toEqual(JSON.parse(json));
        expect(resolveOption('test', value, kind)).toBe(value);
      },
    );
  });
}

testKind(initializerKind);
testKind(regularizerKind);
testKind(constraintKind);

/** As ours are spelled. */
const inOurs = (value: unknown): unknown => (typeof value === 'string' ? camelCase(value) : (value ?? undefined));

/** Declares the test that a kind has all classes of a module of Keras, with their names, options and defaults. */
function testAgainstKeras<Value extends SerializedOption>(
  kind: OptionKind<Value>,
  baseClass: string,
  classes: { readonly [name: string]: KerasSignature },
): void {
  it.each(Object.entries(classes).filter(([name]) => name !== baseClass))(
    `the ${kind.kind} %s has the names, options and defaults of Keras`,
    (className, { parameters, aliases = [] }) => {
      const value = resolveOption('test', className, kind);
      expect(value.className).toBe(className);
      for (const alias of aliases) expect(resolveOption('test', alias, kind).className).toBe(className);
      const entry = Object.values<NamedFactory<Value>>(kind.factories).find((each) => each.className === className);
      expect([...(entry?.options ?? [])].sort()).toEqual(parameters.map(({ name }) => camelCase(name)).sort());
      for (const parameter of parameters) {
        const ours = value.config[camelCase(parameter.name)] ?? undefined;
        if (parameter.required === undefined) expect(ours, parameter.name).toEqual(inOurs(parameter.default));
      }
    },
  );
}

const { modules } = await loadKerasDefaults();
testAgainstKeras(initializerKind, 'Initializer', modules.initializers);
testAgainstKeras(regularizerKind, 'Regularizer', modules.regularizers);
testAgainstKeras(constraintKind, 'Constraint', modules.constraints);

describe('resolveOption', () => {
  it('takes the options that JSON gives', () => {
    const read = resolveInitializer(
      'dense',
      fromJson('{"className":"RandomUniform","config":{"minval":-2,"maxval":3}}'),
    );
    expect(serialized(read)).toEqual(serialized(randomUniform({ minval: -2, maxval: 3 })));
    expect(resolveRegularizer('dense', { className: 'l2', config: { l2: 0.5 } })?.config).toEqual(
      l2({ l2: 0.5 }).config,
    );
  });

  it('leaves out what is left out', () => {
    expect(resolveRegularizer('dense', undefined)).toBeUndefined();
    expect(resolveConstraint('dense', null)).toBeUndefined();
  });

  it('names what was probably meant', () => {
    expect(() => resolveInitializer('dense', 'gloratUniform' as 'glorotUniform')).toThrow(UnsupportedError);
    expect(() => resolveInitializer('dense', 'gloratUniform' as 'glorotUniform')).toThrow(
      /^dense: .*\n.*\n {2}fix: write 'glorotUniform', or pass the initializer itself\. {2}\[NAME_UNKNOWN\]$/,
    );
    expect(() => resolveConstraint('dense', 'Max_Norm' as 'maxNorm')).toThrow(/write 'maxNorm'/);
    expect(() => resolveConstraint('dense', 'sqrt' as 'maxNorm')).toThrow(/fix: correct the name, or/);
    expect(() => resolveConstraint('dense', 'm'.repeat(1e6) as 'maxNorm')).toThrow(/\[NAME_UNKNOWN\]$/);
  });

  const refused: [string, string, RegExp][] = [
    ['an unknown class', '{"className":"Sqrt","config":{}}', /\[NAME_UNKNOWN\]$/],
    ['a class of Object', '{"className":"constructor","config":{}}', /\[NAME_UNKNOWN\]$/],
    ['the prototype as a class', '{"className":"__proto__","config":{}}', /\[NAME_UNKNOWN\]$/],
    ['an unknown option', '{"className":"Zeros","config":{"value":1}}', /expected no options[^]*\[OPTION_UNKNOWN\]$/],
    [
      'the prototype as an option',
      '{"className":"RandomNormal","config":{"__proto__":{"mean":1}}}',
      /\[OPTION_UNKNOWN\]$/,
    ],
    ['a further key', '{"className":"Zeros","config":{},"module":"os"}', /\[OPTION_FORM\]$/],
    ['the prototype as a key', '{"className":"Zeros","config":{},"__proto__":{}}', /\[OPTION_FORM\]$/],
    ['no config', '{"className":"Zeros"}', /\[OPTION_FORM\]$/],
    ['a list as config', '{"className":"Zeros","config":[]}', /\[OPTION_FORM\]$/],
    ['null as config', '{"className":"Zeros","config":null}', /\[OPTION_FORM\]$/],
    ['a number as a class', '{"className":1,"config":{}}', /\[OPTION_FORM\]$/],
    ['a value without its method', '{"className":"Zeros","config":{},"init":1}', /\[OPTION_FORM\]$/],
    ['an empty object', '{}', /\[OPTION_FORM\]$/],
    ['a list', '[]', /\[OPTION_FORM\]$/],
    ['a number', '3', /\[OPTION_FORM\]$/],
    ['null', 'null', /\[OPTION_FORM\]$/],
    ['true', 'true', /\[OPTION_FORM\]$/],
  ];
  it.each(refused)('refuses %s', (_name, json, message) => {
    expect(() => resolveInitializer('dense', fromJson(json))).toThrow(message);
    if (json !== 'null') expect(() => dense({ units: 1, kernelInitializer: fromJson(json) })).toThrow(message);
  });

  it('says where a bad option of a file is', () => {
    expect(() => resolveRegularizer('dense', { className: 'L2', config: { l2: 'x' } })).toThrow(ValueError);
    expect(() => resolveRegularizer('dense', { className: 'L2', config: { l2: 'x' } })).toThrow(
      /^dense › l2: option "l2"[^]*\[LAYER_OPTION\]$/,
    );
  });
});
