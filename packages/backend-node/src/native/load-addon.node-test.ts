/** Where the binary is looked for, and what a program is told when it cannot be used. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendError } from '@isograd/core';
import { afterAll, describe, expect, test } from 'vitest';
import { newestGlibc } from '../../scripts/glibc-floor.mjs';
import { targets } from '../../scripts/targets.mjs';
import { thisFolder } from '../../scripts/this-folder.mjs';
import { inspectNative } from '../inspect-native.js';
import { nativeAbsence } from '../testing/native-memory.js';
import { addonFile, loadAddon } from './load-addon.js';
import { prebuildFolder, prebuiltFolders, thisMachine } from './prebuild-folder.js';

const folder = mkdtempSync(join(tmpdir(), 'isograd-addon-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the binary', () => {
  test('lies in a folder that names platform, processor and, on Linux, a C library that is not glibc', () => {
    const machine = { platform: 'linux', arch: 'x64', isMusl: false };
    expect(prebuildFolder(machine)).toBe('linux-x64');
    expect(prebuildFolder({ ...machine, isMusl: true })).toBe('linux-x64-musl');
    expect(prebuildFolder({ platform: 'darwin', arch: 'arm64', isMusl: false })).toBe('darwin-arm64');
    expect(Object.keys(targets)).toEqual(prebuiltFolders);
    expect(thisFolder()).toBe(prebuildFolder(thisMachine()));
  });

  test('that is not there is named, with both ways out', () => {
    const file = addonFile(folder);
    expect(() => loadAddon(file)).toThrow(BackendError);
    expect(() => loadAddon(file)).toThrow(file);
    expect(() => loadAddon(file)).toThrow(/npx isograd-node build.*wasm\(\).*\[NATIVE_ADDON\]/s);
  });

  test('that the system refuses is named, with its reason', () => {
    const file = join(folder, 'broken.node');
    writeFileSync(file, 'not a library');
    expect(() => loadAddon(file)).toThrow(/broken\.node: .*(invalid|file too short|not a)/);
    expect(() => loadAddon(file)).toThrow(BackendError);
  });

  test.skipIf(nativeAbsence !== undefined)('tells what this processor has', () => {
    const { reason, instructionSets, file, cores } = inspectNative();
    expect(reason).toBeUndefined();
    expect(file).toBe(addonFile());
    expect(instructionSets[0]).toBe(process.arch === 'x64' ? 'sse2' : 'neon');
    expect(cores).toBeGreaterThan(0);
  });

  test('needs a glibc that is read from its ELF file', () => {
    expect(newestGlibc(elfThatNeeds(['GLIBC_2.2.5', 'GLIBC_2.17', 'GLIBC_2.9', 'GLIBCXX_3.4.32']))).toBe('2.17');
    expect(newestGlibc(elfThatNeeds(['GLIBC_PRIVATE']))).toBeUndefined();
    expect(
      newestGlibc(new TextEncoder().encode('not an ELF file, whatever else it may be: sixty-four bytes long.')),
    ).toBe(undefined);
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
