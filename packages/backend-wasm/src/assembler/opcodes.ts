/**
 * Instructions by the names of the WebAssembly text format, in groups of one signature each.
 *
 * Which instructions a group holds follows from what kernels need; a test disassembles every one of them.
 *
 * @see https://webassembly.github.io/spec/core/binary/instructions.html
 */

/** First byte of the instructions that have a second, LEB128-coded number: none, miscellaneous, vector or atomic. */
export const prefixByte = { none: undefined, bulk: 0xfc, vector: 0xfd, atomic: 0xfe } as const;

/** Instructions without immediates: `operands` come from the stack, `result` goes there. */
export const operatorGroups = {
  i32Unary: {
    space: 'i32',
    prefix: 'none',
    operands: ['i32'],
    result: 'i32',
    opcodes: { eqz: 0x45, clz: 0x67, ctz: 0x68, popcnt: 0x69 },
  },
  i32Binary: {
    space: 'i32',
    prefix: 'none',
    operands: ['i32', 'i32'],
    result: 'i32',
    opcodes: {
      eq: 0x46,
      ne: 0x47,
      lt_s: 0x48,
      lt_u: 0x49,
      gt_s: 0x4a,
      gt_u: 0x4b,
      le_s: 0x4c,
      le_u: 0x4d,
      ge_s: 0x4e,
      ge_u: 0x4f,
      add: 0x6a,
      sub: 0x6b,
      mul: 0x6c,
      div_s: 0x6d,
      div_u: 0x6e,
      rem_s: 0x6f,
      rem_u: 0x70,
      and: 0x71,
      or: 0x72,
      xor: 0x73,
      shl: 0x74,
      shr_s: 0x75,
      shr_u: 0x76,
      rotl: 0x77,
      rotr: 0x78,
    },
  },
  i32FromF32: {
    space: 'i32',
    prefix: 'none',
    operands: ['f32'],
    result: 'i32',
    opcodes: { reinterpret_f32: 0xbc },
  },
  i32FromF32Saturating: {
    space: 'i32',
    prefix: 'bulk',
    operands: ['f32'],
    result: 'i32',
    opcodes: { trunc_sat_f32_s: 0, trunc_sat_f32_u: 1 },
  },
  i32FromF64Saturating: {
    space: 'i32',
    prefix: 'bulk',
    operands: ['f64'],
    result: 'i32',
    opcodes: { trunc_sat_f64_s: 2 },
  },
  f32Unary: {
    space: 'f32',
    prefix: 'none',
    operands: ['f32'],
    result: 'f32',
    opcodes: { abs: 0x8b, neg: 0x8c, ceil: 0x8d, floor: 0x8e, trunc: 0x8f, nearest: 0x90, sqrt: 0x91 },
  },
  f32Binary: {
    space: 'f32',
    prefix: 'none',
    operands: ['f32', 'f32'],
    result: 'f32',
    opcodes: { add: 0x92, sub: 0x93, mul: 0x94, div: 0x95, min: 0x96, max: 0x97, copysign: 0x98 },
  },
  f32Comparison: {
    space: 'f32',
    prefix: 'none',
    operands: ['f32', 'f32'],
    result: 'i32',
    opcodes: { eq: 0x5b, ne: 0x5c, lt: 0x5d, gt: 0x5e, le: 0x5f, ge: 0x60 },
  },
  f32FromI32: {
    space: 'f32',
    prefix: 'none',
    operands: ['i32'],
    result: 'f32',
    opcodes: { convert_i32_s: 0xb2, convert_i32_u: 0xb3, reinterpret_i32: 0xbe },
  },
  f32FromF64: { space: 'f32', prefix: 'none', operands: ['f64'], result: 'f32', opcodes: { demote_f64: 0xb6 } },
  f64Unary: {
    space: 'f64',
    prefix: 'none',
    operands: ['f64'],
    result: 'f64',
    opcodes: { abs: 0x99, neg: 0x9a, ceil: 0x9b, floor: 0x9c, trunc: 0x9d, nearest: 0x9e, sqrt: 0x9f },
  },
  f64Binary: {
    space: 'f64',
    prefix: 'none',
    operands: ['f64', 'f64'],
    result: 'f64',
    opcodes: { add: 0xa0, sub: 0xa1, mul: 0xa2, div: 0xa3, min: 0xa4, max: 0xa5, copysign: 0xa6 },
  },
  f64Comparison: {
    space: 'f64',
    prefix: 'none',
    operands: ['f64', 'f64'],
    result: 'i32',
    opcodes: { eq: 0x61, ne: 0x62, lt: 0x63, gt: 0x64, le: 0x65, ge: 0x66 },
  },
  f64FromF32: { space: 'f64', prefix: 'none', operands: ['f32'], result: 'f64', opcodes: { promote_f32: 0xbb } },
  f64FromI32: {
    space: 'f64',
    prefix: 'none',
    operands: ['i32'],
    result: 'f64',
    opcodes: { convert_i32_s: 0xb7, convert_i32_u: 0xb8 },
  },
  v128Unary: { space: 'v128', prefix: 'vector', operands: ['v128'], result: 'v128', opcodes: { not: 0x4d } },
  v128Binary: {
    space: 'v128',
    prefix: 'vector',
    operands: ['v128', 'v128'],
    result: 'v128',
    opcodes: { and: 0x4e, andnot: 0x4f, or: 0x50, xor: 0x51 },
  },
  v128Ternary: {
    space: 'v128',
    prefix: 'vector',
    operands: ['v128', 'v128', 'v128'],
    result: 'v128',
    opcodes: { bitselect: 0x52 },
  },
  v128Test: { space: 'v128', prefix: 'vector', operands: ['v128'], result: 'i32', opcodes: { any_true: 0x53 } },
  f32x4Splat: { space: 'f32x4', prefix: 'vector', operands: ['f32'], result: 'v128', opcodes: { splat: 0x13 } },
  f32x4Unary: {
    space: 'f32x4',
    prefix: 'vector',
    operands: ['v128'],
    result: 'v128',
    opcodes: {
      ceil: 0x67,
      floor: 0x68,
      trunc: 0x69,
      nearest: 0x6a,
      abs: 0xe0,
      neg: 0xe1,
      sqrt: 0xe3,
      convert_i32x4_s: 0xfa,
      convert_i32x4_u: 0xfb,
      demote_f64x2_zero: 0x5e,
    },
  },
  f32x4Binary: {
    space: 'f32x4',
    prefix: 'vector',
    operands: ['v128', 'v128'],
    result: 'v128',
    opcodes: {
      eq: 0x41,
      ne: 0x42,
      lt: 0x43,
      gt: 0x44,
      le: 0x45,
      ge: 0x46,
      add: 0xe4,
      sub: 0xe5,
      mul: 0xe6,
      div: 0xe7,
      min: 0xe8,
      max: 0xe9,
      pmin: 0xea,
      pmax: 0xeb,
    },
  },
  f32x4Relaxed: {
    space: 'f32x4',
    prefix: 'vector',
    operands: ['v128', 'v128', 'v128'],
    result: 'v128',
    opcodes: { relaxed_madd: 0x105, relaxed_nmadd: 0x106 },
  },
  f64x2Splat: { space: 'f64x2', prefix: 'vector', operands: ['f64'], result: 'v128', opcodes: { splat: 0x14 } },
  f64x2Unary: {
    space: 'f64x2',
    prefix: 'vector',
    operands: ['v128'],
    result: 'v128',
    opcodes: {
      promote_low_f32x4: 0x5f,
      floor: 0x75,
      nearest: 0x94,
      abs: 0xec,
      convert_low_i32x4_s: 0xfe,
    },
  },
  f64x2Binary: {
    space: 'f64x2',
    prefix: 'vector',
    operands: ['v128', 'v128'],
    result: 'v128',
    opcodes: { lt: 0x49, add: 0xf0, sub: 0xf1, mul: 0xf2, div: 0xf3 },
  },
  i8x16Binary: {
    space: 'i8x16',
    prefix: 'vector',
    operands: ['v128', 'v128'],
    result: 'v128',
    opcodes: { ne: 0x24, narrow_i16x8_u: 0x66 },
  },
  i16x8Unary: {
    space: 'i16x8',
    prefix: 'vector',
    operands: ['v128'],
    result: 'v128',
    opcodes: { extend_low_i8x16_u: 0x89 },
  },
  i16x8Binary: {
    space: 'i16x8',
    prefix: 'vector',
    operands: ['v128', 'v128'],
    result: 'v128',
    opcodes: { narrow_i32x4_u: 0x86 },
  },
  i32x4Splat: { space: 'i32x4', prefix: 'vector', operands: ['i32'], result: 'v128', opcodes: { splat: 0x11 } },
  i32x4Unary: {
    space: 'i32x4',
    prefix: 'vector',
    operands: ['v128'],
    result: 'v128',
    opcodes: {
      abs: 0xa0,
      neg: 0xa1,
      trunc_sat_f32x4_s: 0xf8,
      trunc_sat_f32x4_u: 0xf9,
      trunc_sat_f64x2_s_zero: 0xfc,
      extend_low_i16x8_u: 0xa9,
      extend_high_i16x8_u: 0xaa,
    },
  },
  i32x4Binary: {
    space: 'i32x4',
    prefix: 'vector',
    operands: ['v128', 'v128'],
    result: 'v128',
    opcodes: {
      eq: 0x37,
      ne: 0x38,
      lt_s: 0x39,
      lt_u: 0x3a,
      gt_s: 0x3b,
      gt_u: 0x3c,
      le_s: 0x3d,
      le_u: 0x3e,
      ge_s: 0x3f,
      ge_u: 0x40,
      add: 0xae,
      sub: 0xb1,
      mul: 0xb5,
      min_s: 0xb6,
      min_u: 0xb7,
      max_s: 0xb8,
      max_u: 0xb9,
    },
  },
  i32x4Shift: {
    space: 'i32x4',
    prefix: 'vector',
    operands: ['v128', 'i32'],
    result: 'v128',
    opcodes: { shl: 0xab, shr_s: 0xac, shr_u: 0xad },
  },
  i32x4Test: {
    space: 'i32x4',
    prefix: 'vector',
    operands: ['v128'],
    result: 'i32',
    opcodes: { all_true: 0xa3, bitmask: 0xa4 },
  },
} as const;

/** Loads: opcode, base-two logarithm of the natural alignment, type of the result. */
export const loads = {
  'i32.load': { prefix: 'none', opcode: 0x28, alignment: 2, type: 'i32' },
  'i32.atomic.load': { prefix: 'atomic', opcode: 0x10, alignment: 2, type: 'i32' },
  'i32.load8_s': { prefix: 'none', opcode: 0x2c, alignment: 0, type: 'i32' },
  'i32.load8_u': { prefix: 'none', opcode: 0x2d, alignment: 0, type: 'i32' },
  'f32.load': { prefix: 'none', opcode: 0x2a, alignment: 2, type: 'f32' },
  'f64.load': { prefix: 'none', opcode: 0x2b, alignment: 3, type: 'f64' },
  'v128.load': { prefix: 'vector', opcode: 0x00, alignment: 4, type: 'v128' },
  'v128.load8x8_u': { prefix: 'vector', opcode: 0x02, alignment: 3, type: 'v128' },
  'v128.load8_splat': { prefix: 'vector', opcode: 0x07, alignment: 0, type: 'v128' },
  'v128.load32_splat': { prefix: 'vector', opcode: 0x09, alignment: 2, type: 'v128' },
  'v128.load64_splat': { prefix: 'vector', opcode: 0x0a, alignment: 3, type: 'v128' },
  'v128.load32_zero': { prefix: 'vector', opcode: 0x5c, alignment: 2, type: 'v128' },
  'v128.load64_zero': { prefix: 'vector', opcode: 0x5d, alignment: 3, type: 'v128' },
} as const;

/** Stores: opcode, alignment as above, type of the stored value. */
export const stores = {
  'i32.store': { prefix: 'none', opcode: 0x36, alignment: 2, type: 'i32' },
  'i32.atomic.store': { prefix: 'atomic', opcode: 0x17, alignment: 2, type: 'i32' },
  'i32.store8': { prefix: 'none', opcode: 0x3a, alignment: 0, type: 'i32' },
  'f32.store': { prefix: 'none', opcode: 0x38, alignment: 2, type: 'f32' },
  'f64.store': { prefix: 'none', opcode: 0x39, alignment: 3, type: 'f64' },
  'v128.store': { prefix: 'vector', opcode: 0x0b, alignment: 4, type: 'v128' },
} as const;

/** Stores of one lane, which is a further immediate. */
export const laneStores = {
  'v128.store8_lane': { opcode: 0x58, alignment: 0 },
  'v128.store32_lane': { opcode: 0x5a, alignment: 2 },
  'v128.store64_lane': { opcode: 0x5b, alignment: 3 },
} as const;

/** Vector instructions with a lane number: what lanes they take out of a vector. */
export const laneExtracts = {
  'i32x4.extract_lane': { opcode: 0x1b, type: 'i32' },
  'f32x4.extract_lane': { opcode: 0x1f, type: 'f32' },
} as const;

/** Vector constant and the shuffle of the bytes of two vectors; both have 16 immediate bytes. */
export const vectorOpcode = { const: 0x0c, shuffle: 0x0d } as const;

/** Constants, variables, control flow and calls. */
export const controlOpcode = {
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br_if: 0x0d,
  call: 0x10,
  drop: 0x1a,
  select: 0x1b,
  'local.get': 0x20,
  'local.set': 0x21,
  'i32.const': 0x41,
  'i64.const': 0x42,
  'f32.const': 0x43,
  'f64.const': 0x44,
} as const;

/** Copies and fills of memory, after the prefix `bulk`; memory 0 is the only one. */
export const bulkOpcode = { 'memory.copy': 0x0a, 'memory.fill': 0x0b } as const;

/** Atomic instructions on an i32 in memory that leave a result, after the prefix `atomic`. */
export const atomicOpcode = {
  'memory.atomic.notify': 0x00,
  'memory.atomic.wait32': 0x01,
  'i32.atomic.rmw.add': 0x1e,
} as const;
