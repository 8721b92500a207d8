/**
 * Named data sets: real data with its origin, its licence and a checksum, as arrays or as a pipeline.
 *
 * A set is a value such as `digits`. Importing it loads nothing; its data come with the package or from a
 * place the program names, and what was loaded is compared with the checksum before anyone sees it.
 */
import type { Dataset } from '@isograd/data';
import type { DType, Shape } from '@isograd/core';

/** One array of a set: what it holds for each element. */
export interface FeatureDescription {
  readonly dtype: DType;
  /** Shape of one element. */
  readonly shape: Shape;
  /** Meaning and range. */
  readonly meaning: string;
}

/** What is known of a set without loading it. */
export interface DatasetDescription {
  /** Name under which it is exported. */
  readonly name: string;
  /** Title given by its authors. */
  readonly title: string;
  /** One or two sentences. */
  readonly summary: string;
  /** Number of elements. */
  readonly size: number;
  /** The leaves of an element of `dataset()`, by name. */
  readonly features: { readonly [name: string]: FeatureDescription };
  /** Names of the classes, in the order of the labels; empty where there are none. */
  readonly classNames: readonly string[];
  /** SPDX identifier of the licence of the data. */
  readonly license: string;
  /** Text of that licence. */
  readonly licenseUrl: string;
  /** Credit to give wherever the data are passed on. */
  readonly credit: string;
  /** How to cite it. */
  readonly citation: string;
  /** Where it comes from. */
  readonly homepage: string;
  /**
   * CRC-32 of the decoded bytes. It finds damage, not forgery: SHA-256 would need `crypto.subtle`, which pages
   * served over plain http do not have.
   */
  readonly crc32: number;
}

/** A set: its description, and two ways to load it. */
export interface NamedDataset<Arrays, Element> extends DatasetDescription {
  /**
   * The whole set as arrays, new ones at each call.
   *
   * @throws {IoError} DATASETS_CHECKSUM or DATASETS_DECODE when the data are damaged.
   */
  load(): Promise<Arrays>;

  /**
   * The whole set as an indexed dataset.
   *
   * @throws {IoError} DATASETS_CHECKSUM or DATASETS_DECODE when the data are damaged.
   */
  dataset(): Promise<Dataset<Element>>;
}
