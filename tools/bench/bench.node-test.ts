import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const bench = fileURLToPath(new URL('bench.mjs', import.meta.url));

it('measures steps in turns, prints a table and writes records', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isograd-bench-'));
  try {
    const json = join(folder, 'steps.json');
    const { code, output } = await run(['--suite', 'steps', '--filter', 'dense', '--rounds', '2', '--json', json]);
    expect(output).toMatch(/^\| dense-batch-norm +\| +\d+\.\d\d \|/m);
    expect(code).toBe(0);
    const records = JSON.parse(readFileSync(json, 'utf8'));
    expect(records).toEqual([
      {
        workload: 'dense-batch-norm',
        backend: 'wasm',
        threads: 1,
        peer: 'tfjs',
        msPerStep: expect.any(Number),
        peerMsPerStep: expect.any(Number),
        ratio: records[0].peerMsPerStep / records[0].msPerStep,
      },
    ]);
    expect(records[0].ratio).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('measures updates as programs, eagerly and by the peer', async () => {
  const { code, output } = await run(['--suite', 'optimizers', '--filter', 'sgd', '--rounds', '1']);
  expect(output).toMatch(/^\| sgd +\| +\d+\.\d\d \| +\d+\.\d\d \| +\d+\.\d{3} \|/m);
  expect(code).toBe(0);
});

it('fails where a peer is missing, and says so', async () => {
  const { code, output } = await run(['--suite', 'steps', '--peer', 'torch'], { PYTHON: process.execPath });
  expect(output).toBe(
    'torch: there is no python3 that imports torch. ' +
      'On Debian: apt-get install python3-torch libopenblas0; elsewhere set PYTHON.\n',
  );
  expect(code).toBe(1);
});

it.each([
  [[], '--suite steps | kernels | optimizers'],
  [['--suite', 'kernels', '--peer', 'jax'], '--suite kernels --peer tfjs'],
  [['--suite', 'steps', '--backend', 'webgpu'], '--backend wasm | node'],
  [['--suite', 'kernels', '--json', 'kernels.json'], '--json FILE with --suite steps'],
  [['--suite', 'steps', '--rounds', '0'], '--rounds and --threads 1 | 2 | …'],
])('refuses %j', async (args, usage) => {
  expect(await run(args)).toEqual({ code: 1, output: `usage: npm run bench -- ${usage}\n` });
});

/** Runs the driver to its end; what it says, to either stream. */
function run(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: unknown; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bench, ...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, output: stdout + stderr }),
    );
  });
}
