import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { publicExportsOf } from './public-export.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sentence = /^[A-Z`'\d][^]*\S[.:](\s|$)/;

describe('every export is documented', () => {
  for (const name of readdirSync(join(root, 'packages'))) {
    it(`@isograd/${name}`, () => {
      const exports = publicExportsOf(join(root, 'packages', name, 'src', 'index.ts'));
      expect(exports).not.toEqual([]);
      const undocumented = exports.filter(({ summary }) => !sentence.test(summary));
      expect(undocumented.map((found) => `${relative(root, found.file)}: ${found.name}`)).toEqual([]);
    });
  }
});
