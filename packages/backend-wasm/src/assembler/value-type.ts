/** The four value types of WebAssembly that kernels use, and their codes in the binary format. */

/** Type of a local, a parameter, a result or an expression. */
export type ValueType = 'i32' | 'f32' | 'f64' | 'v128';

/** Byte that stands for each type. */
export const valueTypeCode = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
