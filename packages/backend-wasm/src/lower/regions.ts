/**
 * Addresses before memory is planned. A region is a piece of memory whose place is not known yet; its address is a
 * number so far from those of all others that what kernels add to it still tells the region and the byte within.
 */

/** Memory of one tensor, or scratch memory of a kernel. */
export interface Region {
  /** Stands for the address of its first byte. */
  readonly address: number;
  readonly sizeBytes: number;
}

/** Between the addresses of two regions: more than all of memory on either side, and 2^19 of them are exact numbers. */
const distance = 2 ** 34;

/** Regions by their addresses. */
export class Regions {
  readonly #list: Region[] = [];

  /** A new one. */
  add(sizeBytes: number): Region {
    const region = { address: (this.#list.length + 1) * distance, sizeBytes };
    this.#list.push(region);
    return region;
  }

  /** The region that an address lies in, and how far from its beginning; undefined for an ordinary number. */
  find(address: number): { readonly region: Region; readonly offset: number } | undefined {
    const region = this.#list[Math.round(address / distance) - 1];
    return region === undefined ? undefined : { region, offset: address - region.address };
  }
}
