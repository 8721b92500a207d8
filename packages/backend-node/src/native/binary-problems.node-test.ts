/** What the files of binaries tell, without a machine to load them. */
import { describe, expect, test } from 'vitest';
import { binaryProblems } from '../../scripts/binary-problems.mjs';
import { newestGlibc } from '../../scripts/glibc-floor.mjs';
import { readMachO } from '../../scripts/mach-o.mjs';

const x64 = 0x01000007;
const arm64 = 0x0100000c;
const noBinary = new TextEncoder().encode('no binary, whatever else it may be: more than sixty-four bytes of text.');

describe('a binary for Linux', () => {
  test('names the newest glibc that it needs', () => {
    expect(newestGlibc(elfThatNeeds(['GLIBC_2.2.5', 'GLIBC_2.17', 'GLIBC_2.9', 'GLIBCXX_3.4.32']))).toBe('2.17');
    expect(newestGlibc(elfThatNeeds(['GLIBC_PRIVATE']))).toBeUndefined();
    expect(newestGlibc(noBinary)).toBeUndefined();
  });

  test('is refused above the floor', () => {
    expect(binaryProblems('linux-x64', elfThatNeeds(['GLIBC_2.17']))).toEqual([]);
    expect(binaryProblems('linux-x64', elfThatNeeds(['GLIBC_2.36']))).toEqual([
      'it needs glibc 2.36; expected 2.17 or older.',
    ]);
  });
});

describe('a binary for macOS', () => {
  const fine: MachOParts = {
    processor: arm64,
    oldestSystem: [11, 0],
    library: '/usr/lib/libSystem.B.dylib',
    exports: ['napi_register_module_v1'],
    isSigned: true,
  };

  test('tells processor, system, libraries, exports and whether it is signed', () => {
    expect(readMachO(machO(fine))).toEqual({
      arch: 'arm64',
      oldestSystem: '11.0',
      libraries: ['/usr/lib/libSystem.B.dylib'],
      exports: ['_napi_register_module_v1'],
      isSigned: true,
    });
    const names = ['napi_register_module_v1', 'node_api_module_get_api_version_v1', 'other'];
    expect(readMachO(machO({ ...fine, exports: names }))?.exports).toEqual(names.map((name) => `_${name}`));
    expect(readMachO(noBinary)).toBeUndefined();
  });

  test('is refused for what would keep it from being loaded', () => {
    const problems = (change: Partial<MachOParts>): string[] =>
      binaryProblems('darwin-arm64', machO({ ...fine, ...change }));
    expect(problems({})).toEqual([]);
    expect(problems({ processor: x64 })).toEqual(['it is for x64; expected arm64.']);
    expect(problems({ oldestSystem: [13, 1] })).toEqual(['it needs macOS 13.1; expected 11.0 or older.']);
    expect(problems({ library: '/opt/lib/libomp.dylib' })).toEqual([
      'it loads /opt/lib/libomp.dylib; expected libraries of the system alone.',
    ]);
    expect(problems({ exports: ['other'] })).toEqual(['it exports no _napi_register_module_v1, where Node starts.']);
    expect(problems({ isSigned: false })).toEqual(['it has no signature; expected one, ad hoc at least.']);
    expect(binaryProblems('darwin-arm64', noBinary)).toEqual(['it is no Mach-O file of 64 bits.']);
    expect(binaryProblems('darwin-x64', machO({ ...fine, processor: x64, isSigned: false }))).toEqual([]);
  });
});

/** An ELF file with nothing but the two sections that name versions, as the System V ABI lays them out. */
function elfThatNeeds(versions: readonly string[]): Uint8Array {
  const names = ['', 'libc.so.6', ...versions];
  const at = names.map((_, index) => names.slice(0, index).join('\0').length + (index > 0 ? 1 : 0));
  const text = new TextEncoder().encode(`${names.join('\0')}\0`);
  const [needed, strings, sections] = [64, 64 + 16 + 16 * versions.length, 1024];
  const bytes = new Uint8Array(sections + 2 * 64);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x7f454c46);
  view.setBigUint64(0x28, BigInt(sections), true);
  view.setUint16(0x3a, 64, true);
  view.setUint16(0x3c, 2, true);
  const section = (index: number, type: number, offset: number, link: number, entries: number): void => {
    const start = sections + 64 * index;
    view.setUint32(start + 4, type, true);
    view.setBigUint64(start + 0x18, BigInt(offset), true);
    view.setUint32(start + 0x28, link, true);
    view.setUint32(start + 0x2c, entries, true);
  };
  section(0, 0x6ffffffe, needed, 1, 1);
  section(1, 3, strings, 0, 0);
  view.setUint16(needed, 1, true);
  view.setUint16(needed + 2, versions.length, true);
  view.setUint32(needed + 4, at[1] ?? 0, true);
  view.setUint32(needed + 8, 16, true);
  versions.forEach((_, index) => {
    const entry = needed + 16 + 16 * index;
    view.setUint32(entry + 8, at[2 + index] ?? 0, true);
    view.setUint32(entry + 12, 16, true);
  });
  bytes.set(text, strings);
  return bytes;
}

interface MachOParts {
  readonly processor: number;
  readonly oldestSystem: readonly [major: number, minor: number];
  readonly library: string;
  /** Without the underscore of C; less than 128 bytes with what the trie adds. */
  readonly exports: readonly string[];
  readonly isSigned: boolean;
}

/** A Mach-O file of nothing but load commands and a trie of exports, as Apple's `mach-o/loader.h` lays them out. */
function machO({ processor, oldestSystem, library, exports, isSigned }: MachOParts): Uint8Array {
  const header = 32;
  const text = new TextEncoder();
  const path = [...text.encode(library), 0];
  while (path.length % 8 !== 0) path.push(0);
  const trie = trieOf(exports);
  const commands: number[][] = [
    [0x32, 24, 1, (oldestSystem[0] << 16) | (oldestSystem[1] << 8), 0, 0], // LC_BUILD_VERSION
    [0xc, 24 + path.length, 24, 0, 0, 0, ...wordsOf(path)], // LC_LOAD_DYLIB
  ];
  if (isSigned) commands.push([0x1d, 16, 0, 0]); // LC_CODE_SIGNATURE
  const end = header + 4 * commands.flat().length + 16;
  commands.push([0x80000033, 16, end, trie.length]); // LC_DYLD_EXPORTS_TRIE
  const words = [0xfeedfacf, processor, 0, 6, commands.length, 4 * commands.flat().length, 0, 0, ...commands.flat()];
  return Uint8Array.from([...bytesOf(words), ...trie]);
}

/** A root whose only edge is `_`, to a node with an edge for each name, to leaves of two bytes: flags and address. */
function trieOf(names: readonly string[]): number[] {
  const text = new TextEncoder();
  const [edge, first] = [[0, 1, ...text.encode('_'), 0], 5];
  const size = names.reduce((sum, name) => sum + name.length + 2, 2);
  const leaves = names.map((_, index) => first + size + 4 * index);
  if (leaves.some((at) => at > 127)) throw new Error('one byte is not enough for where the leaves are');
  const inner = names.flatMap((name, index) => [...text.encode(name), 0, leaves[index] ?? 0]);
  return [...edge, first, 0, names.length, ...inner, ...names.flatMap(() => [2, 0, 0, 0])];
}

const bytesOf = (words: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(words).buffer);
const wordsOf = (bytes: readonly number[]): number[] => [...new Uint32Array(Uint8Array.from(bytes).buffer)];
