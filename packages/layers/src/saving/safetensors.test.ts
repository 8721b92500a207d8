/** Files against the specification and files of the reference implementation, hostile ones, and damage at random. */
import { IoError, IsogradError, NdArray } from '@isograd/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from './safetensors.js';

/** A file with a header of any kind. */
function fileOf(header: unknown, dataBytes = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

const base64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

const codeOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(IoError);
    return (error as IoError).code;
  }
  return 'no error';
};

const valuesOf = (file: Uint8Array): Record<string, [string, readonly number[], number[]]> =>
  Object.fromEntries(
    [...readSafetensors(file).tensors].map(([name, { dtype, shape, data }]) => [
      name,
      [dtype, shape, Array.from(data)],
    ]),
  );

describe('safetensors', () => {
  // Written by `safetensors.numpy.save` of the reference implementation, version 0.8.0, from the values below.
  const reference = base64(
    [
      'GAMAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJucCJ9LCJpNjQiOnsiZHR5cGUiOiJJNjQiLCJzaGFwZSI6WzNdLCJk',
      'YXRhX29mZnNldHMiOlswLDI0XX0sImY2NCI6eyJkdHlwZSI6IkY2NCIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzI0LDQw',
      'XX0sImVtcHR5Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlswLDNdLCJkYXRhX29mZnNldHMiOls0MCw0MF19LCJmMzIiOnsiZHR5',
      'cGUiOiJGMzIiLCJzaGFwZSI6WzIsMl0sImRhdGFfb2Zmc2V0cyI6WzQwLDU2XX0sInUzMiI6eyJkdHlwZSI6IlUzMiIsInNoYXBl',
      'IjpbMV0sImRhdGFfb2Zmc2V0cyI6WzU2LDYwXX0sImkzMiI6eyJkdHlwZSI6IkkzMiIsInNoYXBlIjpbXSwiZGF0YV9vZmZzZXRz',
      'IjpbNjAsNjRdfSwiYmYxNiI6eyJkdHlwZSI6IkJGMTYiLCJzaGFwZSI6WzIsM10sImRhdGFfb2Zmc2V0cyI6WzY0LDc2XX0sImYx',
      'NiI6eyJkdHlwZSI6IkYxNiIsInNoYXBlIjpbOF0sImRhdGFfb2Zmc2V0cyI6Wzc2LDkyXX0sInUxNiI6eyJkdHlwZSI6IlUxNiIs',
      'InNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzkyLDk2XX0sImkxNiI6eyJkdHlwZSI6IkkxNiIsInNoYXBlIjpbMl0sImRhdGFf',
      'b2Zmc2V0cyI6Wzk2LDEwMF19LCJpOCI6eyJkdHlwZSI6Ikk4Iiwic2hhcGUiOlsyXSwiZGF0YV9vZmZzZXRzIjpbMTAwLDEwMl19',
      'LCJ1OCI6eyJkdHlwZSI6IlU4Iiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpbMTAyLDEwNV19LCJib29sIjp7ImR0eXBlIjoi',
      'Qk9PTCIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzEwNSwxMDddfX0gICAgICD//////////////38AAAAAAAAAgP////+a',
      'mZmZmZnxPwAAAACATxLBAADAPwAAgL5HRAMAAADgQP///3/5////AACAPyDASUBKcYD/AAAAgAA8AMH/ewEAAHwA/P//BQAAgAUA',
      'gAX/BQABAA==',
    ].join(''),
  );

  it('reads every dtype that the reference implementation writes', () => {
    expect(valuesOf(reference)).toEqual({
      f64: ['float32', [2], [Math.fround(1.1), -3e5]],
      f32: ['float32', [2, 2], [1.5, -0.25, Math.fround(3e-40), 7]],
      f16: ['float32', [8], [0, -0, 1, -2.5, 65504, 2 ** -24, Infinity, -Infinity]],
      bf16: ['float32', [2, 3], [0, 1, -2.5, 3.140625, 1.0002555517425873e30, -Infinity]],
      i64: ['int32', [3], [-1, 2 ** 31 - 1, -(2 ** 31)]],
      i32: ['int32', [], [-7]],
      i16: ['int32', [2], [-32768, 5]],
      i8: ['int32', [2], [-128, 5]],
      u32: ['int32', [1], [2 ** 31 - 1]],
      u16: ['int32', [2], [65535, 5]],
      u8: ['int32', [3], [255, 5, 0]],
      bool: ['bool', [2], [1, 0]],
      empty: ['float32', [0, 3], []],
    });
    expect([...readSafetensors(reference).metadata]).toEqual([['format', 'np']]);
  });

  it('writes the bytes of the specification', () => {
    const file = writeSafetensors(
      new Map<string, NdArray>([
        ['b', new NdArray(Uint8Array.of(1, 0, 1), [3])],
        ['a', new NdArray(Int32Array.of(-2), [])],
      ]),
      new Map([['format', 'pt']]),
    );
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = new TextDecoder().decode(file.subarray(8, 8 + length));
    expect(JSON.parse(header)).toEqual({
      __metadata__: { format: 'pt' },
      a: { dtype: 'I32', shape: [], data_offsets: [0, 4] },
      b: { dtype: 'BOOL', shape: [3], data_offsets: [4, 7] },
    });
    expect(header).toMatch(/\} *$/);
    expect([...file.subarray(8 + length)]).toEqual([0xfe, 0xff, 0xff, 0xff, 1, 0, 1]);
  });

  it('keeps every bit, shape and name', () => {
    const element = fc.oneof(
      fc.record({ data: fc.float32Array({ maxLength: 12 }), name: fc.string() }),
      fc.record({ data: fc.int32Array({ maxLength: 12 }), name: fc.string() }),
      fc.record({ data: fc.uint8Array({ max: 1, maxLength: 12 }), name: fc.string() }),
    );
    fc.assert(
      fc.property(fc.array(element), fc.dictionary(fc.string(), fc.string()), (elements, text) => {
        const tensors = new Map(
          elements
            .filter(({ name }) => name !== '__metadata__' && name !== '__proto__')
            .map(({ name, data }) => [name, new NdArray(data as Float32Array, [1, data.length])]),
        );
        const metadata = new Map(Object.entries(text).filter(([key]) => key !== '__proto__'));
        const read = readSafetensors(writeSafetensors(tensors, metadata));
        expect(new Map(read.metadata)).toEqual(metadata);
        expect(read.tensors.size).toBe(tensors.size);
        for (const [name, { data, dtype, shape }] of tensors) {
          const again = read.tensors.get(name);
          expect([again?.dtype, again?.shape]).toEqual([dtype, shape]);
          expect(bytesOf(again?.data)).toEqual(bytesOf(data));
        }
      }),
    );
  });

  it('keeps the bits of every NaN', () => {
    const data = new Float32Array(Uint32Array.of(0x7fc00001, 0xff812345, 0x80000000).buffer);
    const read = readSafetensors(writeSafetensors(new Map([['x', new NdArray(data, [3])]])));
    expect(bytesOf(read.tensors.get('x')?.data)).toEqual(bytesOf(data));
  });

  it('refuses to write what it could not read', () => {
    const x = new NdArray(Uint8Array.of(2), [1]);
    const code = expect.objectContaining({ code: 'SAFETENSORS_WRITE' });
    expect(() => writeSafetensors(new Map([['x', x]]))).toThrow(code);
    expect(() => writeSafetensors(new Map([['__metadata__', NdArray.zeros([1])]]))).toThrow(code);
    expect(() => writeSafetensors(new Map([['__proto__', NdArray.zeros([1])]]))).toThrow(code);
  });
});

function bytesOf(data: NdArray['data'] | undefined): Uint8Array {
  return new Uint8Array(data?.buffer ?? new ArrayBuffer(0), data?.byteOffset, data?.byteLength);
}

describe('hostile safetensors', () => {
  const entry = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  const withShape = (shape: unknown): Uint8Array => fileOf({ a: { ...entry, shape } }, 4);
  const withOffsets = (offsets: unknown): Uint8Array => fileOf({ a: { ...entry, data_offsets: offsets } }, 4);
  const longHeader = (length: bigint): Uint8Array => {
    const file = fileOf({ a: entry }, 4);
    new DataView(file.buffer).setBigUint64(0, length, true);
    return file;
  };

  it('are no defect of these tests', () => {
    expect(valuesOf(fileOf({ a: entry }, 4))).toEqual({ a: ['float32', [1], [0]] });
  });

  it.each<[code: string, what: string, file: () => Uint8Array]>([
    ['HEADER', 'no bytes', () => new Uint8Array()],
    ['HEADER', 'half a length', () => new Uint8Array(7)],
    ['HEADER', 'a header longer than the file', () => longHeader(1_000n)],
    ['HEADER', 'a header of 2^64 - 1 bytes', () => longHeader(2n ** 64n - 1n)],
    ['HEADER', 'a header of more than 100 MB', () => fileOf(' '.repeat(100_000_001))],
    ['HEADER', 'an empty header', () => fileOf('')],
    ['HEADER', 'no UTF-8', () => Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe)],
    ['HEADER', 'no JSON', () => fileOf('{"a":')],
    ['HEADER', 'a list', () => fileOf([])],
    ['HEADER', 'null', () => fileOf('null')],
    ['HEADER', 'a string without end', () => fileOf('{"a')],
    ['HEADER', 'a name twice', () => fileOf(`{"a":${JSON.stringify(entry)},"a":${JSON.stringify(entry)}}`, 4)],
    ['HEADER', 'a name twice, once escaped', () => fileOf(`{"a":1,"\\u0061" :1}`)],
    ['HEADER', 'the name __proto__', () => fileOf(`{"__proto__":${JSON.stringify(entry)}}`, 4)],
    ['HEADER', 'the name __proto__ in an entry', () => fileOf(`{"a":{"__proto__":{"dtype":"F32"}}}`)],
    ['HEADER', 'deep nesting', () => fileOf('['.repeat(8_000_000))],
    ['COUNT', 'too many tensors', () => fileOf(`{${Array.from({ length: 200_000 }, (_, n) => `"${n}":0`).join()}}`)],
    ['METADATA', 'numbers as metadata', () => fileOf({ __metadata__: { a: 1 } })],
    ['METADATA', 'a list as metadata', () => fileOf({ __metadata__: ['a'] })],
    ['ENTRY', 'an entry that is a number', () => fileOf({ a: 5 })],
    ['ENTRY', 'an entry that is null', () => fileOf({ a: null })],
    ['DTYPE', 'an unknown dtype', () => fileOf({ a: { ...entry, dtype: 'F8_E4M3' } }, 4)],
    ['DTYPE', 'a dtype of the prototype', () => fileOf({ a: { ...entry, dtype: 'constructor' } }, 4)],
    ['DTYPE', 'no dtype', () => fileOf({ a: { shape: [1], data_offsets: [0, 4] } }, 4)],
    ['SHAPE', 'a negative size', () => withShape([-1])],
    ['SHAPE', 'half a size', () => withShape([0.5])],
    ['SHAPE', 'a size of 1e300', () => withShape([1e300])],
    ['SHAPE', 'a size that is text', () => withShape(['1'])],
    ['SHAPE', 'no shape', () => withShape(undefined)],
    ['SIZE', 'sizes whose product is huge', () => withShape([2 ** 50, 2 ** 50, 2 ** 50])],
    ['SIZE', 'sizes whose product overflows', () => withShape(Array.from({ length: 1_000 }, () => 2 ** 50))],
    ['SIZE', 'a shape that is too large', () => withShape([2])],
    ['SIZE', 'an end before the start', () => withOffsets([4, 0])],
    ['OFFSETS', 'a negative start', () => withOffsets([-4, 0])],
    ['OFFSETS', 'one offset', () => withOffsets([4])],
    ['OFFSETS', 'no offsets', () => withOffsets(undefined)],
    ['OFFSETS', 'a hole at the start', () => withOffsets([4, 8])],
    ['SIZE', 'a file that is cut off', () => fileOf({ a: entry }, 3)],
    ['SIZE', 'bytes after the last tensor', () => fileOf({ a: entry }, 5)],
    ['OFFSETS', 'overlapping tensors', () => fileOf({ a: entry, b: entry }, 4)],
    ['OFFSETS', 'a hole', () => fileOf({ a: entry, b: { ...entry, data_offsets: [5, 9] } }, 9)],
  ])('SAFETENSORS_%s for %s', (code, _what, file) => {
    const bytes = file();
    const start = performance.now();
    expect(codeOf(() => readSafetensors(bytes))).toBe(`SAFETENSORS_${code}`);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it.each([
    ['I64', [0, 0, 0, 0x80, 0, 0, 0, 0]],
    ['I64', [0, 0, 0, 0, 1, 0, 0, 0]],
    ['U32', [0, 0, 0, 0x80]],
    ['F64', [0, 0, 0, 0, 0, 0, 0xf0, 0x47]], // 2^128
    ['BOOL', [2]],
  ])('SAFETENSORS_RANGE for %s %j', (dtype, bytes) => {
    const file = fileOf({ a: { dtype, shape: [1], data_offsets: [0, bytes.length] } }, bytes.length);
    file.set(bytes, file.length - bytes.length);
    expect(codeOf(() => readSafetensors(file))).toBe('SAFETENSORS_RANGE');
  });

  it('are refused with an error of ours however they were damaged', () => {
    const whole = writeSafetensors(
      new Map<string, NdArray>([
        ['dense/kernel', new NdArray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])],
        ['dense/count', new NdArray(Int32Array.of(7), [])],
        ['mask', new NdArray(Uint8Array.of(1, 0), [2])],
      ]),
      new Map([['format', 'isograd']]),
    );
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), { maxLength: 4 });
    fc.assert(
      fc.property(flips, fc.nat(whole.length), fc.uint8Array({ maxLength: 3 }), (changes, length, rest) => {
        const file = Uint8Array.of(...whole.subarray(0, length), ...rest);
        for (const [position, bits] of changes) {
          if (position < file.length) file[position] = (file[position] as number) ^ bits;
        }
        try {
          for (const { data, shape } of readSafetensors(file).tensors.values()) {
            expect(data.byteLength).toBeLessThanOrEqual(4 * file.length);
            expect(shape.every(Number.isSafeInteger)).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(IsogradError);
          expect((error as IsogradError).code).toMatch(/^SAFETENSORS_/);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
