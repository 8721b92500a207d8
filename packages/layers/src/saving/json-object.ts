/** An object of a JSON file. */
export type JsonObject = { readonly [key: string]: unknown };

/** Whether a parsed value is an object, and neither a list nor null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
