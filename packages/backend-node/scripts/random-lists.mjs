/** Random lists of instructions, right and wrong, for tests of the boundary. Plain Node: it also runs under sanitizers. */
import { elementwiseWords } from './random-elementwise.mjs';

/** Numbers of a seed (xorshift32). @param {number} seed */
export function generator(seed) {
  let state = (seed * 2654435761) | 1;
  /** An integer below `limit`. @param {number} limit */
  const below = (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  return { below, among: (/** @type {readonly number[]} */ values) => values[below(values.length)] ?? 0 };
}

/** @typedef {ReturnType<typeof generator>} Random */

const hostile = [0, 1, -1, -2, -3, 2, 3, 4, 7, 64, 65535, 65536, 2 ** 20, 2 ** 24, 2 ** 30, 2 ** 31 - 1, -(2 ** 31)];

/**
 * A list that is nearly right: small sizes, tensors anywhere in the memory, in slots, or missing.
 *
 * @param {Random} random
 * @param {number} memoryBytes
 * @returns {number[]}
 */
function plausibleList(random, memoryBytes) {
  const words = [];
  for (let count = 1 + random.below(3); count > 0; count--) {
    const opcode = random.among([1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 16, 16, 17, 18, 19, 20, 21, 22, 23]);
    const content = contentOf(random, opcode, memoryBytes);
    words.push(opcode, content.length + 2, ...content);
  }
  return words;
}

/**
 * The words of a tensor: an address that is a multiple of 4, mostly one that leaves room for others; or a slot.
 *
 * @param {Random} random
 * @param {number} memoryBytes
 * @param {number} number - Of the tensor in its instruction.
 */
function tensorWords(random, memoryBytes, number) {
  if (random.below(8) === 4) return [random.below(3), 4 * random.below(16)];
  const address = 4 * random.below(memoryBytes / 4);
  return [-1, random.below(3) === 0 ? address | 0 : ((memoryBytes / 8) * number) & ~3];
}

/**
 * @param {Random} random
 * @param {number} opcode
 * @param {number} memoryBytes
 */
function productOrConvolution(random, opcode, memoryBytes) {
  const content = opcode === 1 ? productWords(random) : convolutionWords(random, opcode);
  const tensors = opcode === 4 ? 3 : 4;
  for (let tensor = 0; tensor < tensors; tensor++) {
    content.push(...(tensor === 3 && random.below(3) === 0 ? [-2, 0] : tensorWords(random, memoryBytes, tensor)));
  }
  return content;
}

/**
 * What an instruction of a kind is told.
 *
 * @param {Random} random
 * @param {number} opcode
 * @param {number} memoryBytes
 */
function contentOf(random, opcode, memoryBytes) {
  if (opcode <= 4) return productOrConvolution(random, opcode, memoryBytes);
  if (opcode === 5) {
    let tensor = 0;
    return elementwiseWords(random, () => tensorWords(random, memoryBytes, tensor++ % 8));
  }
  return opcode <= 9 ? rowWords(random, opcode, memoryBytes) : movement(random, opcode, memoryBytes);
}

/**
 * Reductions, places of extrema, softmax and moments.
 *
 * @param {Random} random
 * @param {number} opcode
 * @param {number} memoryBytes
 */
function rowWords(random, opcode, memoryBytes) {
  const size = () => random.among([0, 1, 1, 1, 2, 3, 7, 16, 33, 100]);
  const long = () => random.among([0, 1, 2, 5, 17, 64, 300, 1030]);
  const tensors = Array.from({ length: opcode === 9 ? 3 : 2 }, (_, tensor) => tensorWords(random, memoryBytes, tensor));
  if (opcode === 9) {
    const sizes = random.below(4) === 0 ? [long() * 16, random.below(4)] : [long(), size()];
    return [...sizes, ...tensors.flat()];
  }
  if (opcode !== 6) {
    const columns = opcode === 7 ? [random.among([1, 1, 2, 37])] : [];
    return [random.below(2), size(), long(), ...columns, ...tensors.flat()];
  }
  const sizes = Array.from({ length: 7 }, (_, axis) => (random.below(axis + 2) === 0 ? size() : 1));
  if (random.below(3) === 0) sizes[1] = long() * 70;
  return [random.below(10), random.below(2 ** 30), ...sizes, ...tensors.flat()];
}

/**
 * Instructions that move elements, look them up, pool them, or make them of nothing.
 *
 * @param {Random} random
 * @param {number} opcode
 * @param {number} memoryBytes
 */
function movement(random, opcode, memoryBytes) {
  const size = () => random.among([0, 1, 2, 3, 7, 16, 33, 100]);
  const elementBytes = random.among([1, 4, 4]);
  const tensors = (/** @type {number} */ count) =>
    Array.from({ length: count }, (_, tensor) => tensorWords(random, memoryBytes, tensor)).flat();
  if (opcode === 16) return copyWords(random, elementBytes, memoryBytes);
  if (opcode === 17) return [elementBytes, 30 * size(), random.below(2 ** 30), ...tensors(1)];
  if (opcode === 20) return [elementBytes, random.below(4), size(), size(), size(), ...tensors(3)];
  if (opcode === 21) return [random.below(2), size(), size(), size(), ...tensors(3)];
  if (opcode === 23) return [elementBytes, size(), size(), random.below(2 ** 30), 0, ...tensors(2)];
  if (opcode === 22) {
    const data = random.below(2) === 0 ? [-2, 0] : tensorWords(random, memoryBytes, 4);
    const bits = random.among([1, 16, 24, 32]);
    return [40 * size(), bits, random.below(2 ** 30), ...tensors(1), ...data, ...tensorWords(random, memoryBytes, 5)];
  }
  const takesMeans = random.below(2);
  return [takesMeans, ...poolingWords(random), ...tensors(opcode === 18 || takesMeans === 1 ? 2 : 3)];
}

/**
 * @param {Random} random
 * @param {number} elementBytes
 * @param {number} memoryBytes
 */
function copyWords(random, elementBytes, memoryBytes) {
  const pieces = random.among([0, 1, 1, 1, 2, 5]);
  const words = [elementBytes, random.below(2), pieces];
  for (let piece = 0; piece < pieces; piece++) {
    const rank = random.below(5);
    words.push(rank);
    let [from, to] = [1, 1];
    const start = [0, 0];
    for (let axis = 0; axis < rank; axis++) {
      const size = random.among([0, 1, 2, 3, 4, 9, 17, 40]);
      const steps = [random.among([from, from, -from, 0, 1]), random.among([to, to, to, -to, 1])];
      words.push(size, ...steps);
      steps.forEach((step, side) => {
        start[side] = (start[side] ?? 0) + (step < 0 ? -step * Math.max(0, size - 1) : 0);
      });
      from *= Math.max(1, size);
      to = to * Math.max(1, size) + random.below(2);
    }
    words.push(...start, ...tensorWords(random, memoryBytes, piece + 1));
  }
  return [...words, ...tensorWords(random, memoryBytes, 0)];
}

/** @param {Random} random */
function poolingWords(random) {
  const size = () => random.among([0, 1, 2, 5, 9, 20]);
  const channels = random.among([0, 1, 3, 8, 21, 40]);
  const steps = Array.from({ length: 9 }, () => 1 + random.below(3));
  const padding = Array.from({ length: 3 }, () => random.below(4));
  const [depth, outDepth] = [random.among([1, 1, 3]), random.among([1, 1, 2])];
  return [random.below(3), depth, size(), size(), channels, outDepth, size(), size(), ...steps, ...padding];
}

/** @param {Random} random */
function productWords(random) {
  const size = () => random.among([0, 1, 2, 3, 8, 17, 33, 100, 330]);
  const flags = Array.from({ length: 6 }, () => random.below(2));
  return [random.below(4), size(), size(), size(), ...flags, random.below(9), random.below(2 ** 30)];
}

/**
 * @param {Random} random
 * @param {number} opcode
 */
function convolutionWords(random, opcode) {
  const isLong = random.below(16) === 0;
  const size = () => random.among([0, 1, 2, 5, 9, 20]);
  const image = () => (isLong ? [1, random.among([700, 3000])] : [size(), size()]);
  const few = () => 1 + random.below(3);
  const groups = random.among([1, 1, 1, 2, 5]);
  const channels = groups * random.among(isLong ? [1, 3, 8] : [0, 1, 3, 8, 40]);
  const filters = groups * random.among(isLong ? [1, 2, 5] : [0, 1, 1, 2, 4, 5, 33]);
  const words = [random.below(3), 1, ...image(), channels, 1, ...image(), filters];
  const steps = Array.from({ length: 9 }, few);
  const padding = Array.from({ length: 3 }, () => random.below(4));
  words.push(...steps, ...padding, groups);
  return opcode === 4 ? words : [...words, random.below(9), random.below(2 ** 30)];
}

/**
 * A list: right, with some words changed, cut off, or of nothing but noise.
 *
 * @param {Random} random
 * @param {number} memoryBytes
 * @returns {Int32Array}
 */
export function randomList(random, memoryBytes) {
  const list = plausibleList(random, memoryBytes);
  const kind = random.below(8);
  if (kind === 0) return Int32Array.from({ length: random.below(40) }, () => random.among(hostile));
  if (kind === 1) return Int32Array.from(list.slice(0, random.below(list.length)));
  const changes = kind < 4 ? 0 : kind - 3;
  for (let change = 0; change < changes; change++) list[random.below(list.length)] = random.among(hostile);
  return Int32Array.from(list);
}

/**
 * Addresses of slots, some of them wrong.
 *
 * @param {Random} random
 * @param {number} memoryBytes
 */
export function randomAddresses(random, memoryBytes) {
  return Uint32Array.from({ length: random.below(5) }, () =>
    random.below(3) === 0 ? random.among(hostile) >>> 0 : 4 * random.below(memoryBytes / 4),
  );
}
