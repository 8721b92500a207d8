/** The machines that binaries are built for, by the folder that load-addon.ts looks into, and how zig names them. */

/** @typedef {{ triple: string, platform: 'linux' | 'darwin' | 'win32', arch: 'x64' | 'arm64' }} Target */

/** glibc 2.17 is that of CentOS 7: whatever is newer has its symbols. */
export const glibcFloor = '2.17';

/** The first macOS for both processors. */
export const macosFloor = '11.0';

/** @type {Readonly<Record<string, Target>>} */
export const targets = {
  'linux-x64': { triple: `x86_64-linux-gnu.${glibcFloor}`, platform: 'linux', arch: 'x64' },
  'linux-x64-musl': { triple: 'x86_64-linux-musl', platform: 'linux', arch: 'x64' },
  'linux-arm64': { triple: `aarch64-linux-gnu.${glibcFloor}`, platform: 'linux', arch: 'arm64' },
  'linux-arm64-musl': { triple: 'aarch64-linux-musl', platform: 'linux', arch: 'arm64' },
  'darwin-x64': { triple: `x86_64-macos.${macosFloor}`, platform: 'darwin', arch: 'x64' },
  'darwin-arm64': { triple: `aarch64-macos.${macosFloor}`, platform: 'darwin', arch: 'arm64' },
  'win32-x64': { triple: 'x86_64-windows-gnu', platform: 'win32', arch: 'x64' },
};

/** Files that need more than the instructions every processor has. @type {Readonly<Record<string, string[]>>} */
const instructionFlags = {
  'avx2.cc': ['-mavx2', '-mfma'],
  'avx512.cc': ['-mavx512f', '-mavx512vl', '-mavx512dq', '-mavx512bw', '-mavx2', '-mfma'],
};

/** Kernels of one processor only. @type {Readonly<Record<string, string>>} */
const filesOfArch = { 'sse2.cc': 'x64', 'avx2.cc': 'x64', 'avx512.cc': 'x64', 'neon.cc': 'arm64' };

/**
 * The flags of a file, or undefined where it is not for this processor. Never fast-math: NaN, infinities and the order
 * of sums are what they are.
 *
 * @param {string} name
 * @param {string} arch
 * @returns {string[] | undefined}
 */
export function flagsOf(name, arch) {
  const only = filesOfArch[name];
  if (only !== undefined && only !== arch) return undefined;
  return [
    '-std=c++17',
    '-O3',
    '-fPIC',
    '-fvisibility=hidden',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-DNAPI_VERSION=8',
    '-ffp-contract=fast',
    '-fno-math-errno',
    '-fno-trapping-math',
    ...(instructionFlags[name] ?? []),
  ];
}
