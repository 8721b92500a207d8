/** What may stand in a config that nobody checked, and the errors that it ends in. */

/** Values that no option, or only some, can take. */
export const garbage: readonly unknown[] = [
  null,
  -1,
  0,
  2.5,
  1e9,
  'garbage',
  true,
  [],
  [-1, 'x'],
  {},
  { className: 'Missing', config: {} },
];

/** What `fn` throws, if anything. */
export function errorOf(fn: () => void): unknown {
  try {
    fn();
    return undefined;
  } catch (error) {
    return error;
  }
}
