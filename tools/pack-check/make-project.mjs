/** Makes the project of a user, with the packages as they are built: `node make-project.mjs FOLDER`, which is not there yet. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installAsUser, packageNames, packPackage } from './user-project.mjs';

const [, , folder = ''] = process.argv;
const packed = mkdtempSync(join(tmpdir(), 'isograd-packed-'));
try {
  installAsUser(
    folder,
    packageNames.map((name) => packPackage(name, join(packed, name))),
  );
} finally {
  rmSync(packed, { recursive: true, force: true });
}
