/** Every code example of the documentation: type checked as a user's module would be, and run. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { disposeVariables } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Example, examplesOf } from './example.js';

/** The files whose examples cannot run in Node: the code of the error that they end with there, and the reason. */
const onlyTypeChecked: Readonly<Record<string, { readonly code: string; readonly reason: string }>> = {
  'packages/backend-webgl/src/webgl.ts': { code: 'BACKEND_START', reason: 'WebGL 2 exists in browsers only' },
};

const texts = import.meta.glob<string>(
  [
    '/packages/*/src/**/*.ts',
    '!**/*{.,-}test.ts',
    '!**/generated/**',
    '/README.md',
    '/CONTRIBUTING.md',
    '/apps/docs/**/*.md',
  ],
  { query: '?raw', import: 'default', eager: true },
);
const examples = Object.entries(texts).flatMap(([path, text]) => examplesOf(path.slice(1), text));

const folder = fileURLToPath(new URL('../dist/', import.meta.url));
const modules = examples.map((example) => ({ example, path: writeModule(example) }));

/** Writes an example, in the lines it has in its documentation, so that an error names the line to mend. */
function writeModule({ file, line, language, code }: Example): string {
  const path = join(folder, `${file}.${line}.${language}`);
  write(path, `${'\n'.repeat(line - 1)}${code}\n`);
  return path;
}

/** Leaves a file that is right alone: a test that is watched would start again. */
function write(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe('every example', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.resetModules(); // the next example starts as a program of its own, without an active backend
    disposeVariables();
  });

  it('type checks', () => {
    const project = join(folder, 'tsconfig.json');
    const compilerOptions = {
      noEmit: true,
      composite: false,
      declaration: false,
      declarationMap: false,
      isolatedDeclarations: false,
      noUnusedLocals: false,
      checkJs: true,
      types: ['node'],
    };
    const files = modules.map(({ path }) => path);
    write(project, JSON.stringify({ extends: '../../../tsconfig.base.json', compilerOptions, files }));
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  for (const { example, path } of modules) {
    it(`runs: ${example.file}:${example.line}`, async ({ skip }) => {
      vi.spyOn(console, 'log').mockImplementation(() => {});
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
      if (!example.code.includes('useBackend(')) await useCpu();
      const run = import(/* @vite-ignore */ path);
      const known = onlyTypeChecked[example.file];
      if (known) {
        await expect(run).rejects.toMatchObject({ code: known.code });
        skip(`only type checked: ${known.reason}`);
      }
      await run;
      expect(warn).not.toHaveBeenCalled();
    });
  }

  it('that is only type checked exists', () => {
    const files = new Set(examples.map(({ file }) => file));
    expect(Object.keys(onlyTypeChecked).filter((file) => !files.has(file))).toEqual([]);
  });
});

/** What an example that names no backend assumes. */
async function useCpu(): Promise<void> {
  const { useBackend } = await import('@isograd/core');
  const { cpu } = await import('@isograd/backend-cpu');
  await useBackend(cpu());
}
