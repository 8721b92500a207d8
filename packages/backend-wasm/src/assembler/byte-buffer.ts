/** A growing array of bytes with the number encodings of the WebAssembly binary format. */

const scratch = new DataView(new ArrayBuffer(8));

/** Receives the bytes of a module, a section or a function, in order. */
export class ByteBuffer {
  #bytes: Uint8Array = new Uint8Array(256);
  #length = 0;

  /** Number of bytes written. */
  get length(): number {
    return this.#length;
  }

  /** One byte. */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** Bytes as they are. */
  bytes(values: ArrayLike<number>): void {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
  }

  /** Unsigned 32-bit integer in LEB128: seven bits a byte, least significant first. */
  unsigned(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** Signed 32-bit integer in LEB128: ends at the byte whose bit 6 carries the sign of the rest. */
  signed(value: number): void {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      const isSignOnly = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
      if (isSignOnly) {
        this.byte(low);
        return;
      }
      this.byte(low | 0x80);
    }
  }

  /** IEEE 754 single, little-endian. */
  float32(value: number): void {
    scratch.setFloat32(0, value, true);
    this.bytes(new Uint8Array(scratch.buffer, 0, 4));
  }

  /** IEEE 754 double, little-endian. */
  float64(value: number): void {
    scratch.setFloat64(0, value, true);
    this.bytes(new Uint8Array(scratch.buffer, 0, 8));
  }

  /** UTF-8 text after its length. */
  name(text: string): void {
    this.sized(new TextEncoder().encode(text));
  }

  /** Bytes after their length. */
  sized(values: ArrayLike<number>): void {
    this.unsigned(values.length);
    this.bytes(values);
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bytes.subarray(0, this.#length));
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
