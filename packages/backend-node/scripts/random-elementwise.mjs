/** Random elementwise instructions that are nearly right: inputs that lie in any way, calls that fit each other, results. */

/** @typedef {import('./random-lists.mjs').Random} Random */

/** What each code takes and gives, in their order: float32, int32, bool. */
const signatures = [
  'f f, i i, b b, f i, f b, i f, i b, b f, b i',
  'f f, f f, f f, f f, f f, f f, f f, f f, f f, f f',
  'f f, f f, f f, f f, f f, f f, f f, f f, f f, f f, f f, f f',
  'f b, f b, f b',
  'ff f, ff f, ff f, ff f, ff f, ff f, ff f, ff f, ff f, ff f, fff f',
  'ff b, ff b, ff b, ff b, ff b, ff b',
  'i i, i i, i i, ii i, ii i, ii i, ii i, ii i, iii i',
  'ii b, ii b, ii b, ii b, ii b, ii b',
  'bb b, bb b, b b, bb b, bb b, bff f, bii i, bbb b',
].flatMap((line) => line.split(', '));

const dtypes = 'fib';

/**
 * Their words.
 *
 * @param {Random} random
 * @param {() => number[]} tensorWords - The words of a tensor.
 * @returns {number[]}
 */
export function elementwiseWords(random, tensorWords) {
  const shapes = [
    [],
    [1],
    [5],
    [0, 3],
    [40, 10],
    [3, 33, 7],
    [2, 600],
    [1500],
    [2, 1, 3, 1, 2, 1, 2, 2],
    [65, 2],
    [9000],
  ];
  const sizes = shapes[random.below(shapes.length)] ?? [];
  const inputs = Array.from({ length: random.below(5) }, () => ({
    dtype: random.below(dtypes.length),
    strides: stridesOf(random, sizes),
    tensor: tensorWords(),
  }));
  /** @type {string[]} */
  const results = [];
  const calls = Array.from({ length: 1 + random.below(8) }, () => {
    const code = random.below(signatures.length);
    const [from = '', to = ''] = (signatures[code] ?? '').split(' ');
    const words = [code, ...[...from].flatMap((dtype) => operandWords(random, dtype, inputs, results))];
    results.push(to);
    return words;
  });
  const outputs = Array.from({ length: 1 + random.below(3) }, () => {
    const [call, replaced] = [random.below(calls.length), inputs[random.below(8)]];
    return [call, ...(replaced?.tensor ?? tensorWords())];
  });
  return [
    sizes.length,
    ...sizes,
    inputs.length,
    ...inputs.flatMap(({ dtype, strides, tensor }) => [dtype, ...strides, ...tensor]),
    calls.length,
    ...calls.flat(),
    outputs.length,
    ...outputs.flat(),
  ];
}

/**
 * As the axes go, with some of them broadcast, or any.
 *
 * @param {Random} random
 * @param {readonly number[]} sizes
 */
function stridesOf(random, sizes) {
  const kind = random.below(8);
  let stride = 1;
  const strides = sizes.map(() => 0);
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    if (kind === 0) strides[axis] = random.below(5);
    else if (kind < 4 && random.below(2) === 0) continue;
    else strides[axis] = stride;
    stride *= sizes[axis] ?? 1;
  }
  return strides;
}

/**
 * An input or an earlier result of a dtype, or a number.
 *
 * @param {Random} random
 * @param {string} dtype
 * @param {readonly { readonly dtype: number }[]} inputs
 * @param {readonly string[]} results
 */
function operandWords(random, dtype, inputs, results) {
  const found = [
    ...inputs.flatMap((input, index) => (dtypes[input.dtype] === dtype ? [[1, index]] : [])),
    ...results.flatMap((result, index) => (result === dtype ? [[2, index]] : [])),
  ];
  return found[random.below(found.length + 1)] ?? [0, random.below(2 ** 31)];
}
