import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publicExportsOf } from './public-export.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'public-export-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function plant(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it('follows each export to its declaration and the comment that stands before it', () => {
  const shapes = plant(
    'shapes.ts',
    `/** The file. */
import type { X } from 'x';
/** A square. @internal */
export interface Square { readonly side: X }
export type Circle = number;
/**
 * Its area.
 *
 * @param side - Not negative.
 */
export function area(side: number): number { return side * side; }
/** Not of the next declaration. */
const hidden = 1;
export const shown = hidden;
`,
  );
  const namespace = plant('namespace.ts', "export { area } from './shapes.js';");
  const index = plant(
    'index.ts',
    "export { type Square, type Circle, area as areaOf, shown } from './shapes.js';\nexport * as geometry from './namespace.js';",
  );
  expect(publicExportsOf(index)).toEqual([
    { name: 'Square', file: shapes, summary: 'A square. @internal' },
    { name: 'Circle', file: shapes, summary: '' },
    { name: 'areaOf', file: shapes, summary: 'Its area.' },
    { name: 'shown', file: shapes, summary: '' },
    { name: 'geometry.area', file: shapes, summary: 'Its area.' },
  ]);
  expect(publicExportsOf(namespace)).toHaveLength(1);
});

it('refuses a name that is not there', () => {
  plant('empty.ts', 'export {};');
  expect(() => publicExportsOf(plant('broken.ts', "export { gone } from './empty.js';"))).toThrow('gone');
});
