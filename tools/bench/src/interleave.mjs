/** Measurements in turns, so that what else the machine does falls on all alike. */

/**
 * @template {string} Name
 * @param {{ [name in Name]: () => Promise<number> }} measurements - Each gives a number: milliseconds of a call.
 * @param {number} rounds
 * @returns {Promise<{ [name in Name]: number }>} the medians.
 */
export async function interleave(measurements, rounds) {
  const names = /** @type {Name[]} */ (Object.keys(measurements));
  /** @type {{ [name: string]: number[] }} */
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await measurements[name](); // first calls compile
  for (let round = 0; round < rounds; round++) {
    for (const name of names) results[name]?.push(await measurements[name]());
  }
  return /** @type {{ [name in Name]: number }} */ (
    Object.fromEntries(names.map((name) => [name, median(results[name] ?? [])]))
  );
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
