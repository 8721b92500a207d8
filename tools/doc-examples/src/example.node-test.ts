import { expect, it } from 'vitest';
import { examplesOf } from './example.js';

it('takes each @example of a source up to the next tag', () => {
  const source = `/** One line. */
export const one = 1; // @example no()

/**
 * Doubles.
 *
 * @example
 * import { twice } from 'package';
 * if (twice(1) === 2) {
 *   twice(2);
 * }
 * @see The book of tables
 * @example twice(3);
 */
export function twice(x: number): number {
  return 2 * x; /* @example no() */
}

class Counter {
  /**
   * Counts.
   *
   * @example
   * count();
   */
  count(): void {}
}
`;
  expect(examplesOf('packages/a/src/twice.ts', source)).toEqual([
    {
      file: 'packages/a/src/twice.ts',
      line: 7,
      language: 'ts',
      code: "\nimport { twice } from 'package';\nif (twice(1) === 2) {\n  twice(2);\n}",
    },
    { file: 'packages/a/src/twice.ts', line: 13, language: 'ts', code: ' twice(3);' },
    { file: 'packages/a/src/twice.ts', line: 23, language: 'ts', code: '\ncount();' },
  ]);
});

it('takes the js and ts blocks of a Markdown file', () => {
  const text = '# Title\n\n```js\none();\n\ntwo();\n```\n\n```json\n{}\n```\n\n- item\n\n  ```ts\n  three();\n  ```\n';
  expect(examplesOf('README.md', text)).toEqual([
    { file: 'README.md', line: 4, language: 'js', code: 'one();\n\ntwo();' },
    { file: 'README.md', line: 16, language: 'ts', code: '  three();' },
  ]);
});
