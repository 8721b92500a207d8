/** The public surface of @isograd/datasets. */
export { type DigitsArrays, type DigitsElement, digits } from './digits.js';
export type { DatasetDescription, FeatureDescription, NamedDataset } from './named-dataset.js';
