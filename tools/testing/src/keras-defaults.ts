/** The constructors of Keras, read from its own signatures: what ours take and default to is tested against them. */
import { readFixtureJson } from './fixtures.js';

/** The modules of Keras whose public classes are listed; of `activations`, the functions. */
export type KerasModule =
  | 'layers'
  | 'losses'
  | 'metrics'
  | 'initializers'
  | 'regularizers'
  | 'constraints'
  | 'callbacks'
  | 'optimizers'
  | 'schedules'
  | 'activations';

/** A parameter: its default as JSON, or that it has none. */
export type KerasParameter =
  | { readonly name: string; readonly default: unknown; readonly required?: undefined }
  | { readonly name: string; readonly required: true };

/** What a constructor or a function takes. */
export interface KerasSignature {
  /** In order; names as Keras spells them (`kernel_size`). */
  readonly parameters: readonly KerasParameter[];
  /** Whether further options go to the base class, as `name` and `dtype` of a layer do. */
  readonly acceptsBaseOptions: boolean;
  /** Other public names of the same (`AvgPool2D`). */
  readonly aliases?: readonly string[];
}

/** Every public class of Keras by its module and name. */
export interface KerasDefaults {
  /** The version of Keras. */
  readonly keras: string;
  readonly modules: { readonly [Module in KerasModule]: { readonly [name: string]: KerasSignature } };
}

let defaults: Promise<KerasDefaults> | undefined;

/**
 * Loads the constructor parameters of Keras and their defaults. The file is read once.
 *
 * @returns They, as fixtures/keras/README.md describes.
 */
export function loadKerasDefaults(): Promise<KerasDefaults> {
  defaults ??= readFixtureJson('keras', 'defaults') as Promise<KerasDefaults>;
  return defaults;
}
