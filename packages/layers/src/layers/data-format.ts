/** The order of axes that layers of images take. */
import { badOption, channelsFirst } from '../messages.js';
import { camelCase } from '../named-option.js';

/** The option of every layer for which it matters which axis holds the channels. */
export interface DataFormatOptions {
  /** Channels are the last axis, and nothing else is supported. Default: `channelsLast`. */
  readonly dataFormat?: 'channelsLast';
}

/**
 * Refuses every order of axes but channels last.
 *
 * @param where - Name of the factory, for messages.
 * @param value - The option; absent means channels last.
 * @throws {UnsupportedError} DATA_FORMAT @throws {ValueError} LAYER_OPTION
 */
export function checkDataFormat(where: string, value: unknown): void {
  const format = typeof value === 'string' ? camelCase(value) : (value ?? 'channelsLast');
  if (format === 'channelsLast') return;
  throw format === 'channelsFirst' ? channelsFirst(where) : badOption(where, 'dataFormat', value, "'channelsLast'");
}
