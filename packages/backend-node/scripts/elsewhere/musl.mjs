/** musl's C library for any processor, from the Debian that has one of 2023 or later: Node's libraries need what is new in it. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../compilers.mjs';

/** Its musl is 1.2.5; relative relocations in packed form came with 1.2.4. */
const release = 'trixie';

/**
 * A folder with musl's loader in `lib`; the first call fetches it. apt does, with lists of its own and keys of the
 * system, which stays as it is.
 *
 * @param {'amd64' | 'arm64'} arch - As Debian names it.
 * @returns {string}
 */
export function fetchMusl(arch) {
  const folder = join(cacheFolder, `musl-${release}-${arch}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder, { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  try {
    console.error(`Fetching musl for ${arch} from Debian ${release}, once.`);
    const lists = join(work, 'lists');
    const cache = join(work, 'cache');
    const made = join(work, 'made');
    mkdirSync(join(lists, 'partial'), { recursive: true });
    mkdirSync(join(cache, 'archives', 'partial'), { recursive: true });
    const sources = join(work, 'debian.list');
    const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';
    writeFileSync(sources, `deb [signed-by=${keys}] ${mirror()} ${release} main\n`);
    const settings = [
      `APT::Architecture=${arch}`,
      `APT::Architectures=${arch}`,
      `Dir::Etc::SourceList=${sources}`,
      'Dir::Etc::SourceParts=/dev/null',
      `Dir::State::Lists=${lists}`,
      'Dir::State::Status=/dev/null',
      `Dir::Cache=${cache}`,
      'APT::Sandbox::User=root',
    ].flatMap((setting) => ['-o', setting]);
    const options = { cwd: work };
    execFileSync('apt-get', [...settings, '--quiet', 'update'], options);
    execFileSync('apt-get', [...settings, '--quiet', 'download', 'musl'], options);
    const file = readdirSync(work).find((name) => name.endsWith('.deb'));
    if (file === undefined) throw new Error('apt-get left no package of musl.');
    const unpacked = join(work, 'unpacked');
    execFileSync('dpkg-deb', ['--extract', file, unpacked], options);
    // Programs look for their loader in /lib, which in Debian is a link to /usr/lib.
    cpSync(join(unpacked, 'usr', 'lib'), join(made, 'lib'), { recursive: true, verbatimSymlinks: true });
    renameSync(made, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

/** The archive of Debian that this machine's apt uses. */
function mirror() {
  const format = ['--format', '$(ORIGIN) $(CODENAME) $(REPO_URI)', 'Created-By: Packages'];
  const lines = execFileSync('apt-get', ['indextargets', ...format], { encoding: 'utf8' }).split('\n');
  const found = lines.map((line) => /^Debian [a-z]+ (\S+)$/.exec(line)?.[1]).find((uri) => uri !== undefined);
  if (found === undefined) throw new Error("apt-get knows no archive of Debian's: musl comes from there.");
  return found;
}
