/**
 * Options that may be given by name, as plain JSON or by value: initializers, regularizers, constraints and all else
 * that Keras has a class for.
 *
 * A kind of option is a table of factories by camelCase name. A name is also taken as Keras writes it, as the class
 * (`GlorotUniform`) or in snake case (`glorot_uniform`). The JSON form is what `getConfig` writes; it may come from
 * a file that somebody else made, so that its class must be in the table, its options must be those of the factory,
 * and the factory checks their values. A value of one's own needs no entry: it passes as it is.
 */
import { withErrorPath } from './error-path.js';
import { notAnOption, unknownName, unknownOption } from './messages.js';

/** Plain JSON that stands for a value. */
export interface SerializedOption {
  /** Keras's name of the class: `GlorotUniform`. */
  readonly className: string;
  /** Its options. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** How the values of one class are made. */
export interface NamedFactory<Value> {
  /** Keras's name of the class. */
  readonly className: string;
  /** Names of the options that `make` takes. */
  readonly options: readonly string[];
  /** Names beside the camelCase name, its snake case and the class name. */
  readonly otherNames: readonly string[];
  /** The value for some options; throws a typed error for bad ones. */
  make(config: Readonly<Record<string, unknown>>): Value;
}

/** One kind of option. */
export interface OptionKind<Value extends SerializedOption, Name extends string = string> {
  /** What messages call it: `initializer`. */
  readonly kind: string;
  /** The method by which values are told from other objects. */
  readonly method: keyof Value & string;
  /** By camelCase name. */
  readonly factories: Readonly<Record<Name, NamedFactory<Value>>>;
}

/**
 * An entry of the table.
 *
 * @param make - The factory; it checks the values of its options.
 * @param description - Class name, names of the options, further names. Default: no options, no further names.
 */
export function namedFactory<Value, Options extends object>(
  make: (options?: Options) => Value,
  description: {
    readonly className: string;
    readonly options?: readonly (keyof Options & string)[];
    readonly otherNames?: readonly string[];
  },
): NamedFactory<Value> {
  const { className, options = [], otherNames = [] } = description;
  return { className, options, otherNames, make: (config) => make(config as Options) };
}

/**
 * The value that an option means.
 *
 * @param where - Name of the factory that takes the option, for messages.
 * @param option - A name, the JSON form or the value itself.
 * @param kind - What it may be.
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ValueError} OPTION_FORM, OPTION_UNKNOWN, and what the factory throws
 */
export function resolveOption<Value extends SerializedOption>(
  where: string,
  option: Value | SerializedOption | string,
  kind: OptionKind<Value>,
): Value {
  if (typeof option === 'string') return factoryOf(where, option, kind).make({});
  if (!isSerialized(option)) throw notAnOption(where, kind.kind, option, kind.method);
  if (isValue(option, kind)) return option;
  const { className, config, ...rest } = option;
  if (Object.keys(rest).length > 0) throw notAnOption(where, kind.kind, option, kind.method);
  const factory = factoryOf(where, className, kind);
  const unknown = Object.keys(config).find((name) => !factory.options.includes(name));
  if (unknown !== undefined) throw unknownOption(where, className, unknown, factory.options);
  return withErrorPath(where, () => factory.make(config));
}

/** The JSON form of a value, for the config of a layer. */
export function serialized({ className, config }: SerializedOption): SerializedOption {
  return { className, config };
}

/**
 * The camelCase name that a name in another spelling means: `glorotUniform` for `glorot_uniform`.
 */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function factoryOf<Value extends SerializedOption>(
  where: string,
  name: string,
  { kind, factories }: OptionKind<Value>,
): NamedFactory<Value> {
  const inCamelCase = camelCase(name);
  const found = Object.entries(factories).find(
    ([key, { className, otherNames }]) => key === inCamelCase || className === name || otherNames.includes(name),
  );
  if (found === undefined) throw unknownName(where, kind, name, Object.keys(factories));
  return found[1];
}

function isSerialized(option: unknown): option is SerializedOption {
  if (typeof option !== 'object' || option === null || !('className' in option && 'config' in option)) return false;
  const { className, config } = option;
  return typeof className === 'string' && typeof config === 'object' && config !== null && !Array.isArray(config);
}

function isValue<Value extends SerializedOption>(
  option: SerializedOption,
  { method }: OptionKind<Value>,
): option is Value {
  return typeof Reflect.get(option, method) === 'function';
}
