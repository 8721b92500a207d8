/**
 * Threefry-2x32 with 20 rounds: the counter-based generator that every backend implements bit for bit.
 *
 * This is the reference implementation, in plain numbers; the cpu backend and host-side shuffling run it as
 * it is. A block is a pure function of a 64-bit key and a 64-bit counter, so any element can be computed
 * without those before it.
 *
 * @see Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3" (SC 2011)
 */

/** Two 32-bit words, as unsigned numbers or as int32 of the same bits. */
export type Word2 = readonly [number, number];

/** Rotation of round `r` is entry `r % 8` (table of the paper for 2x32). */
export const threefryRotations: readonly number[] = [13, 15, 26, 6, 17, 29, 16, 24];

/** Parity constant of the Skein key schedule for 32-bit words. */
export const threefryParity: number = 0x1bd11bda;

/** Number of rounds; a key word is added after every fourth. */
export const threefryRounds: number = 20;

/** Encrypts the counter: two words of 32 random bits each, as int32. */
export function threefry2x32(key: Word2, counter: Word2): Word2 {
  const schedule = [key[0] | 0, key[1] | 0, key[0] ^ key[1] ^ threefryParity] as const;
  let x0 = (counter[0] + schedule[0]) | 0;
  let x1 = (counter[1] + schedule[1]) | 0;
  for (let round = 0; round < threefryRounds; round++) {
    const rotation = threefryRotations[round % 8] as number;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << rotation) | (x1 >>> (32 - rotation))) ^ x0;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x0 = (x0 + (schedule[injection % 3] as number)) | 0;
      x1 = (x1 + (schedule[(injection + 1) % 3] as number) + injection) | 0;
    }
  }
  return [x0, x1];
}
