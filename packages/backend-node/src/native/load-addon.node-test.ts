/** Where the binary is looked for, and what a program is told when it cannot be used. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendError } from '@isograd/core';
import { afterAll, describe, expect, test } from 'vitest';
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
    expect(() => loadAddon(file)).toThrow(/broken\.node: .*(invalid|file too short|not a|exec? format)/i);
    expect(() => loadAddon(file)).toThrow(BackendError);
  });

  test.skipIf(nativeAbsence !== undefined)('tells what this processor has', () => {
    const { reason, instructionSets, file, cores } = inspectNative();
    expect(reason).toBeUndefined();
    expect(file).toBe(addonFile());
    expect(instructionSets[0]).toBe(process.arch === 'x64' ? 'sse2' : 'neon');
    expect(cores).toBeGreaterThan(0);
  });
});
