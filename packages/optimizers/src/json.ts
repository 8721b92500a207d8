/** What can be written to a JSON file. */

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object: the options of an optimizer or of a schedule. */
export type JsonObject = { readonly [key: string]: Json };
