/** What a library of macOS says of itself: its Mach-O header and load commands. */

const commands = {
  loadLibrary: 0xc,
  codeSignature: 0x1d,
  dyldInfo: 0x80000022,
  exportsTrie: 0x80000033,
  minimumVersion: 0x24,
  buildVersion: 0x32,
};

/** @type {Readonly<Record<number, string>>} */
const processors = { 0x01000007: 'x64', 0x0100000c: 'arm64' };

/**
 * @typedef {object} MachO
 * @property {string} arch - As Node names it.
 * @property {string} oldestSystem - The macOS that it needs, or a later one; empty when it does not say.
 * @property {string[]} libraries - What it loads.
 * @property {string[]} exports
 * @property {boolean} isSigned - Processors of arm64 run nothing else.
 */

/**
 * Reads a 64-bit Mach-O file of one processor.
 *
 * @param {Uint8Array} bytes
 * @returns {MachO | undefined} undefined for other files.
 */
export function readMachO(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 32 || view.getUint32(0, true) !== 0xfeedfacf) return undefined;
  /** @type {MachO} */
  const found = {
    arch: processors[view.getUint32(4, true)] ?? 'unknown',
    oldestSystem: '',
    libraries: [],
    exports: [],
    isSigned: false,
  };
  let at = 32;
  for (let left = view.getUint32(16, true); left > 0; left--) {
    const word = (/** @type {number} */ index) => view.getUint32(at + 4 * index, true);
    const kind = word(0);
    if (kind === commands.loadLibrary) found.libraries.push(textAt(bytes, at + word(2)));
    if (kind === commands.codeSignature) found.isSigned = true;
    if (kind === commands.minimumVersion) found.oldestSystem = versionOf(word(2));
    if (kind === commands.buildVersion) found.oldestSystem = versionOf(word(3));
    if (kind === commands.exportsTrie) found.exports = namesOfTrie(bytes.subarray(word(2), word(2) + word(3)));
    if (kind === commands.dyldInfo) found.exports = namesOfTrie(bytes.subarray(word(10), word(10) + word(11)));
    at += word(1);
  }
  return found;
}

/** Bytes of major (two), minor and patch. @param {number} word */
const versionOf = (word) => `${word >>> 16}.${(word >>> 8) & 0xff}`;

/**
 * The names of a trie: each node has the size of what it says of the name that ends there (0: none does), that, the
 * number of its children, and for each the next letters and where it is.
 *
 * @param {Uint8Array} trie
 * @param {number} node
 * @param {string} letters - On the way to the node.
 * @returns {string[]}
 */
function namesOfTrie(trie, node = 0, letters = '') {
  if (trie.length === 0) return [];
  const ending = numberAt(trie, node);
  const names = ending.value > 0 ? [letters] : [];
  let at = ending.next + ending.value;
  let children = trie[at++] ?? 0;
  for (; children > 0; children--) {
    const more = textAt(trie, at);
    const child = numberAt(trie, at + more.length + 1);
    names.push(...namesOfTrie(trie, child.value, letters + more));
    at = child.next;
  }
  return names;
}

/**
 * A number of seven bits a byte, the lowest first (ULEB128).
 *
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function numberAt(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next: at };
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function textAt(bytes, at) {
  return new TextDecoder().decode(bytes.subarray(at, bytes.indexOf(0, at)));
}
