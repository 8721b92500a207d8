import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { findCycles } from './cycles.mjs';
import { checkBoundaries, type Table } from './rules.mjs';

type Tree = { readonly [path: string]: string };

const here = dirname(fileURLToPath(import.meta.url));
const table: Table = JSON.parse(readFileSync(join(here, 'table.json'), 'utf8'));
const peers = { '@isograd/core': 'workspace:^', '@tensorflow/tfjs-core': '^4.22.0' };

function manifest(name: string, parts: object = {}): string {
  return JSON.stringify({
    name: `@isograd/${name}`,
    type: 'module',
    sideEffects: false,
    exports: { '.': './src/index.ts' },
    peerDependencies: name === 'core' ? { '@tensorflow/tfjs-core': '^4.22.0' } : peers,
    ...parts,
  });
}

/** A small repository in which every kind of import is used as it should be. */
const sound: Tree = {
  'package.json': '{}',
  'README.md': '',
  'packages/core/package.json': manifest('core'),
  'packages/core/src/index.ts': "export { shape } from './shape.js';",
  'packages/core/src/shape.ts': "import type { Tensor } from '@tensorflow/tfjs-core';\nexport const shape = 1;",
  'packages/data/package.json': manifest('data'),
  'packages/data/src/index.ts': "export type { Dataset } from './dataset.js';",
  'packages/data/src/dataset.ts':
    "import { shape } from '@isograd/core';\nexport interface Dataset { size: typeof shape }",
  'packages/data/src/platform.node.ts': "import { readFile } from 'node:fs/promises';\nexport const read = readFile;",
  'packages/layers/package.json': manifest('layers', { dependencies: { '@isograd/data': 'workspace:^' } }),
  'packages/layers/src/index.ts': "export { dense } from './dense.js';",
  'packages/layers/src/dense.ts':
    "import { shape } from '@isograd/core';\nimport type { Dataset } from '@isograd/data';\nexport const dense = (_: Dataset): number => shape;",
  'packages/layers/src/dense.test.ts': "import { dense } from './index.js';\nimport 'anything';\ndense;",
  'packages/backend-cpu/package.json': manifest('backend-cpu', {
    dependencies: { '@tensorflow/tfjs-backend-cpu': '4.22.0' },
  }),
  'packages/backend-cpu/src/index.ts': "export { cpu } from './cpu.js';",
  'packages/backend-cpu/src/cpu.ts':
    "import type { B } from '@tensorflow/tfjs-backend-cpu/dist/b.js';\nexport const cpu = (): Promise<B> => import('@tensorflow/tfjs-backend-cpu');",
  'tools/run.mjs': "import { spawn } from 'node:child_process';\nspawn('ls');",
};

const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function plant(tree: Tree): string {
  const root = mkdtempSync(join(tmpdir(), 'boundaries-'));
  roots.push(root);
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** What is reported for the sound repository with `changes`, as `file:line rule`. */
function violationsOf(changes: Tree): string[] {
  const { violations } = checkBoundaries(plant({ ...sound, ...changes }), table);
  return violations.map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

describe('checkBoundaries', () => {
  it('finds nothing in a sound repository, and reads all of it', () => {
    expect(checkBoundaries(plant(sound), table)).toEqual({ violations: [], files: 11 });
  });

  const dense = 'packages/layers/src/dense.ts';
  const cpu = 'packages/backend-cpu/src/cpu.ts';
  const coreFile = 'packages/core/src/shape.ts';
  const cases: readonly (readonly [title: string, changes: Tree, expected: readonly string[]])[] = [
    [
      'a package that the table does not allow, and its dependency',
      {
        'packages/data/package.json': manifest('data', { dependencies: { '@isograd/layers': 'workspace:^' } }),
        'packages/data/src/dataset.ts': "export const a = 1;\nimport type { dense } from '@isograd/layers';",
      },
      ['packages/data/package.json:1 forbidden-dependency', 'packages/data/src/dataset.ts:2 forbidden-import'],
    ],
    [
      'a lazy import upwards',
      { [coreFile]: "export const shape = () => import('@isograd/backend-cpu');" },
      [`${coreFile}:1 undeclared`, `${coreFile}:1 forbidden-import`],
    ],
    [
      'a type reached by import()',
      { [coreFile]: "export const shape = 1 as import('@isograd/data').Dataset;" },
      [`${coreFile}:1 undeclared`, `${coreFile}:1 forbidden-import`],
    ],
    [
      'a value where only types are allowed',
      { [dense]: "import { batch } from '@isograd/data';" },
      [`${dense}:1 types-only`],
    ],
    [
      'an inline type import, which leaves a side-effect import',
      { [dense]: "import { type Dataset } from '@isograd/data';" },
      [`${dense}:1 types-only`],
    ],
    ['a re-export of values', { [dense]: "\nexport * from '@isograd/data';" }, [`${dense}:2 types-only`]],
    [
      'a tfjs package that is not the backend of this package',
      { [cpu]: "export const cpu = () => import('@tensorflow/tfjs-backend-wasm');" },
      [`${cpu}:1 undeclared`, `${cpu}:1 forbidden-import`],
    ],
    [
      'a tfjs backend that loads with the package',
      { [cpu]: "export { B } from '@tensorflow/tfjs-backend-cpu';" },
      [`${cpu}:1 side-effect`],
    ],
    ['an import for its effect', { [dense]: "import '@isograd/core';" }, [`${dense}:1 side-effect`]],
    [
      'internals of a package of ours',
      { [dense]: "import { shape } from '@isograd/core/src/shape.js';" },
      [`${dense}:1 internals`],
    ],
    [
      'internals of tfjs as values',
      { [dense]: "import { add } from '@tensorflow/tfjs-core/dist/ops/add.js';" },
      [`${dense}:1 internals`],
    ],
    ['another package by path', { [dense]: "export * from '../../core/src/shape.js';" }, [`${dense}:1 leaves-package`]],
    ['an undeclared dependency', { [dense]: "import { z } from 'zlibjs/x';" }, [`${dense}:1 undeclared`]],
    ['the own index', { [dense]: "export { dense } from './index.js';" }, [`${dense}:1 own-index`, `${dense}:1 cycle`]],
    ['the own name', { [dense]: "export { dense } from '@isograd/layers';" }, [`${dense}:1 own-index`]],
    ['Node outside the platform file', { [dense]: "import { readFile } from 'node:fs';" }, [`${dense}:1 platform`]],
    [
      'files that import each other',
      {
        'packages/core/src/a.ts': "import type { C } from './c.js';\nimport { b } from './b.js';",
        'packages/core/src/b.ts': "import { c } from './c.js';",
        'packages/core/src/c.ts': "import { a } from './a.js';",
      },
      ['packages/core/src/a.ts:2 cycle'],
    ],
    [
      'a file that is too long, generated code aside',
      {
        'packages/core/src/long.ts': '\n'.repeat(801),
        'packages/core/src/made.ts': `// @generated${'\n'.repeat(900)}`,
      },
      ['packages/core/src/long.ts:801 file-length'],
    ],
    [
      'names that are not kebab-case or name a drawer, also of tests',
      { 'packages/core/src/utils.ts': '', 'packages/core/src/myFile.test.ts': '' },
      ['packages/core/src/myFile.test.ts:1 file-name', 'packages/core/src/utils.ts:1 file-name'],
    ],
    [
      'a manifest with side effects and a peer as a dependency',
      { 'packages/data/package.json': manifest('data', { sideEffects: true, dependencies: peers }) },
      Array.from({ length: 3 }, () => 'packages/data/package.json:1 manifest'),
    ],
    [
      'an unknown package',
      { 'packages/misc/package.json': manifest('misc') },
      ['packages/misc/package.json:1 unknown-package'],
    ],
    [
      'a project that the root does not build',
      { 'packages/core/tsconfig.json': '{}', 'tsconfig.json': '{ "references": [{ "path": "packages/data" }] }' },
      ['tsconfig.json:1 unreferenced'],
    ],
    ['a new name at the top', { 'src/a.ts': '' }, ['src:1 top-level']],
    [
      'an app that reaches into a package and forgets a dependency',
      {
        'apps/examples/digits/package.json': JSON.stringify({ name: 'digits', devDependencies: { vite: '8' } }),
        'apps/examples/digits/cli.ts':
          "import 'vite';\nimport { dense } from '@isograd/layers';\nexport * from '../../../packages/core/src/shape.js';",
      },
      ['apps/examples/digits/cli.ts:2 undeclared', 'apps/examples/digits/cli.ts:3 leaves-package'],
    ],
  ];

  it.each(cases)('reports %s', (_title, changes, expected) => {
    expect(violationsOf(changes)).toEqual(expected);
  });

  it('says in one line what to do', () => {
    const { violations } = checkBoundaries(
      plant({ ...sound, [dense]: "import { batch } from '@isograd/data';" }),
      table,
    );
    expect(violations).toEqual([
      {
        file: dense,
        line: 1,
        rule: 'types-only',
        problem: 'layers may import only types of @isograd/data.',
        fix: 'write "import type", or receive the value as an argument.',
      },
    ]);
  });
});

describe('findCycles', () => {
  it('finds each circle of a graph, a file that imports itself among them', () => {
    const edges = new Map([
      ['a', ['b', 'd']],
      ['b', ['c']],
      ['c', ['b', 'd']],
      ['d', ['d']],
    ]);
    expect(findCycles(edges)).toEqual([
      ['b', 'c', 'b'],
      ['d', 'd'],
    ]);
  });

  it('finds none in a diamond', () => {
    const edges = new Map([
      ['a', ['b', 'c']],
      ['b', ['d']],
      ['c', ['d']],
    ]);
    expect(findCycles(edges)).toEqual([]);
  });
});
