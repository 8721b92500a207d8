/** A module: one imported memory, imported functions, functions, exports; written as `WebAssembly.Module` takes it. */
import { ByteBuffer } from './byte-buffer.js';
import { type Local, localAt } from './expression.js';
import { type Callable, FunctionBuilder, type TargetFeatures } from './function-builder.js';
import { type ValueType, valueTypeCode } from './value-type.js';

/** Names and types of a function's parameters, in their order. */
export type Parameters = Readonly<Record<string, ValueType>>;

/** The parameters as variables of the function. */
export type ParameterLocals<P extends Parameters> = { readonly [Name in keyof P]: Local<P[Name]> };

/** The memory that a module imports. */
export interface MemoryImport {
  readonly module: string;
  readonly name: string;
  /** Pages of 64 KiB that it must have at least. */
  readonly minimumPages: number;
  /** Pages that it may grow to at most; needed when it is shared. */
  readonly maximumPages?: number;
  readonly isShared?: boolean;
}

interface DefinedFunction extends Callable {
  readonly body: Uint8Array;
}

interface ImportedFunction extends Callable {
  readonly module: string;
  readonly name: string;
}

const kind = { function: 0, memory: 2 } as const;
/** Numbers of the sections of a module. */
export const section = { type: 1, import: 2, function: 3, memory: 5, export: 7, code: 10 } as const;
/** What every module begins with. */
export const magicAndVersion: readonly number[] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const functionType = 0x60;

/** Collects functions and writes the module. */
export class ModuleBuilder {
  readonly #memory: MemoryImport;
  readonly #features: TargetFeatures;
  readonly #imports: ImportedFunction[] = [];
  readonly #functions: DefinedFunction[] = [];
  readonly #exports: { readonly name: string; readonly index: number }[] = [];

  constructor(memory: MemoryImport, features: TargetFeatures) {
    this.#memory = memory;
    this.#features = features;
  }

  /**
   * Adds a function without a result that the module is given. Imported functions come before all others.
   *
   * @param parameterTypes - Of its parameters, in order.
   * @returns What functions call it by.
   */
  importFunction(module: string, name: string, parameterTypes: readonly ValueType[]): Callable {
    const imported = { index: this.#imports.length, parameterTypes, module, name };
    this.#imports.push(imported);
    return imported;
  }

  /**
   * Adds a function without a result.
   *
   * @param name - Under which it is exported.
   * @param parameters - Names and types, in order.
   * @param write - Writes the body.
   * @returns What later functions call it by.
   */
  define<const P extends Parameters>(
    name: string,
    parameters: P,
    write: (f: FunctionBuilder, parameters: ParameterLocals<P>) => void,
  ): Callable {
    const parameterTypes = Object.values(parameters);
    const locals = Object.entries(parameters).map(([parameter, type], index) => [parameter, localAt(type, index)]);
    const builder = new FunctionBuilder(parameterTypes.length, this.#features);
    write(builder, Object.fromEntries(locals) as ParameterLocals<P>);
    const defined = { index: this.#imports.length + this.#functions.length, parameterTypes, body: builder.toBytes() };
    this.#functions.push(defined);
    this.#exports.push({ name, index: defined.index });
    return defined;
  }

  /** The module in the binary format. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const out = new ByteBuffer();
    out.bytes(magicAndVersion);
    writeSection(out, section.type, [...this.#imports, ...this.#functions], (bytes, { parameterTypes }) => {
      bytes.byte(functionType);
      bytes.sized(parameterTypes.map((type) => valueTypeCode[type]));
      bytes.sized([]);
    });
    writeSection(out, section.import, [this.#memory, ...this.#imports], (bytes, entry) => {
      if ('index' in entry) writeFunctionImport(bytes, entry);
      else writeMemoryImport(bytes, entry);
    });
    writeSection(out, section.function, this.#functions, (bytes, { index }) => bytes.unsigned(index));
    writeSection(out, section.export, this.#exports, (bytes, { name, index }) => {
      bytes.name(name);
      bytes.byte(kind.function);
      bytes.unsigned(index);
    });
    writeSection(out, section.code, this.#functions, (bytes, { body }) => bytes.sized(body));
    return out.toBytes();
  }
}

function writeSection<Entry>(
  out: ByteBuffer,
  id: number,
  entries: readonly Entry[],
  write: (bytes: ByteBuffer, entry: Entry) => void,
): void {
  const bytes = new ByteBuffer();
  bytes.unsigned(entries.length);
  for (const entry of entries) write(bytes, entry);
  out.byte(id);
  out.sized(bytes.toBytes());
}

function writeFunctionImport(bytes: ByteBuffer, { module, name, index }: ImportedFunction): void {
  bytes.name(module);
  bytes.name(name);
  bytes.byte(kind.function);
  bytes.unsigned(index); // of its type: imported functions have the first types
}

function writeMemoryImport(bytes: ByteBuffer, memory: MemoryImport): void {
  const { module, name, minimumPages, maximumPages, isShared = false } = memory;
  bytes.name(module);
  bytes.name(name);
  bytes.byte(kind.memory);
  bytes.byte((maximumPages === undefined ? 0 : 1) | (isShared ? 2 : 0));
  bytes.unsigned(minimumPages);
  if (maximumPages !== undefined) bytes.unsigned(maximumPages);
}
