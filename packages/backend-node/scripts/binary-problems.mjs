/** What would keep a binary from being loaded on a machine that it is for, as far as its file tells. */
import { isNewer, newestGlibc } from './glibc-floor.mjs';
import { readMachO } from './mach-o.mjs';
import { glibcFloor, macosFloor, targets } from './targets.mjs';

/** A function of C has an underscore there. */
const start = '_napi_register_module_v1';

/**
 * @param {string} folder - Of the machine.
 * @param {Uint8Array} bytes - The binary.
 * @returns {string[]} problems, none when it is fine.
 */
export function binaryProblems(folder, bytes) {
  const target = targets[folder];
  if (target === undefined) return [`there is no machine ${folder}.`];
  return target.platform === 'darwin' ? problemsOnMacos(target.arch, bytes) : problemsOfGlibc(bytes);
}

/** @param {Uint8Array} bytes */
function problemsOfGlibc(bytes) {
  const newest = newestGlibc(bytes);
  if (newest === undefined || !isNewer(newest, glibcFloor)) return [];
  return [`it needs glibc ${newest}; expected ${glibcFloor} or older.`];
}

/**
 * @param {string} arch
 * @param {Uint8Array} bytes
 */
function problemsOnMacos(arch, bytes) {
  const found = readMachO(bytes);
  if (found === undefined) return ['it is no Mach-O file of 64 bits.'];
  const problems = [];
  if (found.arch !== arch) problems.push(`it is for ${found.arch}; expected ${arch}.`);
  if (found.oldestSystem === '' || isNewer(found.oldestSystem, macosFloor))
    problems.push(`it needs macOS ${found.oldestSystem || '?'}; expected ${macosFloor} or older.`);
  if (!found.exports.includes(start)) problems.push(`it exports no ${start}, where Node starts.`);
  const foreign = found.libraries.filter((library) => !library.startsWith('/usr/lib/'));
  if (foreign.length > 0) problems.push(`it loads ${foreign.join(', ')}; expected libraries of the system alone.`);
  if (arch === 'arm64' && !found.isSigned) problems.push('it has no signature; expected one, ad hoc at least.');
  return problems;
}
