/** What can be written to a JSON file. */

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object: the options of an optimizer or of a schedule. */
export type JsonObject = { readonly [key: string]: Json };

/** Whether a value, if there is one, is an object. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
