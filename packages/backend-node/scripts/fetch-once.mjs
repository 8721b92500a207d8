/** Downloads that are made once, and are what was chosen or nothing. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @typedef {object} Download
 * @property {string} title
 * @property {string} integrity - Of its archive, as Subresource Integrity writes it.
 * @property {(work: string) => void} download - Puts the archive, and nothing else, into a folder.
 * @property {(archive: string, work: string) => void} unpack
 */

/**
 * Fetches an archive and unpacks it into a folder, unless that is there.
 *
 * @param {string} folder
 * @param {Download} download
 * @throws When the download fails, or is not what it should be.
 */
export function fetchOnce(folder, { title, integrity, download, unpack }) {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  try {
    console.error(`Fetching ${title}, once.`);
    download(work);
    const [name = ''] = readdirSync(work);
    const archive = join(work, name);
    const [algorithm = ''] = integrity.split('-');
    const hash = createHash(algorithm).update(readFileSync(archive)).digest('base64');
    if (`${algorithm}-${hash}` !== integrity) throw new Error(`${name} is not the ${title} that was chosen.`);
    unpack(archive, work);
    rmSync(archive);
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
