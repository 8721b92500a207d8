/** Which glibc a binary needs: the versions of symbols that its ELF file names. */

/** Section that lists the versions needed of other libraries. */
const versionsNeeded = 0x6ffffffe;

/**
 * The newest version of glibc among the symbols that a 64-bit ELF file needs.
 *
 * @param {Uint8Array} bytes
 * @returns {string | undefined} undefined for other files, and for those that need none.
 */
export function newestGlibc(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 64 || view.getUint32(0) !== 0x7f454c46) return undefined;
  const sections = Number(view.getBigUint64(0x28, true));
  const size = view.getUint16(0x3a, true);
  const count = view.getUint16(0x3c, true);
  const section = (/** @type {number} */ index) => {
    const at = sections + index * size;
    const [offset, link] = [Number(view.getBigUint64(at + 0x18, true)), view.getUint32(at + 0x28, true)];
    return { type: view.getUint32(at + 4, true), offset, link, entries: view.getUint32(at + 0x2c, true) };
  };
  let newest;
  for (let index = 0; index < count; index++) {
    const { type, offset, link, entries } = section(index);
    if (type !== versionsNeeded) continue;
    const names = section(link).offset;
    let library = offset;
    for (let entry = 0; entry < entries; entry++) {
      let version = library + view.getUint32(library + 8, true);
      for (let left = view.getUint16(library + 2, true); left > 0; left--) {
        const name = textAt(bytes, names + view.getUint32(version + 8, true));
        const found = /^GLIBC_([\d.]+)$/.exec(name)?.[1];
        if (found !== undefined && (newest === undefined || isNewer(found, newest))) newest = found;
        version += view.getUint32(version + 12, true);
      }
      library += view.getUint32(library + 12, true);
    }
  }
  return newest;
}

/**
 * @param {string} version
 * @param {string} than
 */
export function isNewer(version, than) {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  for (let part = 0; part < Math.max(a?.length ?? 0, b?.length ?? 0); part++) {
    const difference = (a?.[part] ?? 0) - (b?.[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function textAt(bytes, at) {
  return new TextDecoder().decode(bytes.subarray(at, bytes.indexOf(0, at)));
}
