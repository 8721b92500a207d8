/** Packages of npm that only some need, and that no manifest names for that. */
import { execFileSync } from 'node:child_process';
import { fetchOnce } from './fetch-once.mjs';

/**
 * Fetches a package into a folder, unless that is there.
 *
 * @param {{ name: string, version: string, integrity: string }} chosen
 * @param {string} folder
 * @throws When the download fails, or is not what it should be.
 */
export function fetchFromNpm({ name, version, integrity }, folder) {
  fetchOnce(folder, {
    title: `${name} ${version} from npm`,
    integrity,
    download: (work) => {
      const options = /** @type {const} */ ({ stdio: 'ignore' });
      execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', work], options);
    },
    unpack: (archive, work) => execFileSync('tar', ['-xzf', archive, '-C', work, '--strip-components=1']),
  });
}
