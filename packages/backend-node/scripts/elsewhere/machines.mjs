/** The machines that the native binaries are tried on: how each is had here, and what Debian has for it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../compilers.mjs';
import { fetchMusl } from './musl.mjs';
import { fetchNode } from './node-binaries.mjs';

/**
 * @typedef {{ file: string, debian: string }} Need - A file, and the package that has it.
 * @typedef {{ command: string[], env?: Record<string, string> }} Launch - What stands before a script of Node.
 * @typedef {object} Machine
 * @property {string} folder - Of its binary.
 * @property {string} how
 * @property {Need[]} needs
 * @property {string[]} [instructionSets] - All that it has, where the emulator decides.
 * @property {() => Launch} launch - Fetches what the registries have.
 */

/** @param {string} arch @returns {Need} */
const qemu = (arch) => ({ file: `/usr/bin/qemu-${arch}`, debian: 'qemu-user' });
const pip = { file: '/usr/bin/pip3', debian: 'python3-pip' };
const dpkg = { file: '/usr/bin/dpkg-deb', debian: 'dpkg' };
const armLibraries = '/usr/aarch64-linux-gnu';

/** @type {readonly Machine[]} */
export const machines = [
  { folder: 'linux-x64', how: 'this machine', needs: [], launch: () => ({ command: [process.execPath] }) },
  {
    folder: 'linux-x64',
    how: 'qemu-x86_64, without AVX',
    needs: [qemu('x86_64')],
    instructionSets: ['sse2'],
    launch: () => ({ command: ['qemu-x86_64', '-cpu', 'Nehalem', process.execPath] }),
  },
  {
    folder: 'linux-x64-musl',
    how: "musl's loader",
    needs: [pip, dpkg],
    launch: () => ({ command: [join(fetchMusl('amd64'), 'lib', 'ld-musl-x86_64.so.1'), fetchNode('linux-x64-musl')] }),
  },
  {
    folder: 'linux-arm64',
    how: 'qemu-aarch64',
    needs: [
      qemu('aarch64'),
      { file: `${armLibraries}/lib/libc.so.6`, debian: 'libc6-arm64-cross' },
      { file: `${armLibraries}/lib/libstdc++.so.6`, debian: 'libstdc++6-arm64-cross' },
    ],
    instructionSets: ['neon'],
    launch: () => ({ command: ['qemu-aarch64', '-L', armLibraries, fetchNode('linux-arm64')] }),
  },
  {
    folder: 'linux-arm64-musl',
    how: 'qemu-aarch64',
    needs: [qemu('aarch64'), pip, dpkg],
    instructionSets: ['neon'],
    launch: () => ({ command: ['qemu-aarch64', '-L', fetchMusl('arm64'), fetchNode('linux-arm64-musl')] }),
  },
  {
    folder: 'win32-x64',
    how: 'wine',
    needs: [{ file: '/usr/lib/wine/wine64', debian: 'wine64' }],
    launch: () => ({
      command: ['/usr/lib/wine/wine64', fetchNode('win32-x64')],
      env: {
        WINEPREFIX: join(cacheFolder, 'wine'),
        WINEDEBUG: '-all',
        WINEDLLOVERRIDES: 'mscoree,mshtml=', // it would offer to fetch them
        NODE_SKIP_PLATFORM_CHECK: '1', // wine says that it is an older Windows
      },
    }),
  },
];

/** What is missing for a machine. @param {Machine} machine */
export const missingFor = ({ needs }) => needs.filter(({ file }) => !existsSync(file)).map(({ debian }) => debian);
