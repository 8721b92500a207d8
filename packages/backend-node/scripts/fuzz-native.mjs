/**
 * Random lists against a build with AddressSanitizer and UndefinedBehaviorSanitizer: `npm run fuzz:native [ROUNDS [SEED]]`.
 * The sanitizers' library comes before Node's own, so this needs g++ on Linux.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileAddon } from './compile.mjs';

const [, , rounds = '20000', seed = '1'] = process.argv;
const flags = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer', '-g', '-O1'];
const folder = mkdtempSync(join(tmpdir(), 'isograd-fuzz-'));
try {
  const file = join(folder, 'isograd.node');
  await compileAddon(file, { command: ['g++'], isZig: false }, undefined, flags);
  const libraries = ['libasan.so', 'libubsan.so'].map((name) =>
    execFileSync('g++', [`-print-file-name=${name}`], { encoding: 'utf8' }).trim(),
  );
  const script = join(dirname(fileURLToPath(import.meta.url)), 'fuzz-lists.mjs');
  const { status } = spawnSync(process.execPath, [script, file, rounds, seed], {
    stdio: 'inherit',
    // What Node itself never frees is none of our business.
    env: {
      ...process.env,
      LD_PRELOAD: libraries.join(':'),
      ASAN_OPTIONS: 'detect_leaks=0:allocator_may_return_null=1',
    },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
