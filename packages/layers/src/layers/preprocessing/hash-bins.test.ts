/** Hashes against TensorFlow: to_hash_bucket_fast and to_hash_bucket_strong with the key [133, 137]. */
import { expect, it } from 'vitest';
import { farmFingerprint64 } from './farm-hash.js';
import { sipHash24 } from './sip-hash.js';

/** A text with all lengths of characters; hashes are of its first bytes. */
const text =
  'The quick brown fox jumps over the lazy dog. Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich; ' +
  '0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 日本語のテキスト';

/** Number of bins: the largest prime below 2^53. */
const bins = 2n ** 53n - 111n;

/** How many bytes, the bin of FarmHash, the bin of SipHash; every branch of FarmHash and both sides of its limits. */
const expected: readonly (readonly [length: number, farm: number, sip: number])[] = [
  [0, 398277410445704, 1375958431188993],
  [1, 6611183670380275, 4233725805755267],
  [2, 1814215449849168, 1746091044355304],
  [3, 2383096390238993, 5299738763399602],
  [4, 3812205487949838, 4609825274765531],
  [5, 5099238637173542, 782838161231937],
  [7, 7673848555213470, 5617776190716373],
  [8, 4784747894964593, 8897511763001766],
  [9, 5732416786412173, 6970173932658540],
  [12, 5007664318762434, 8976005921901368],
  [15, 6803870930573341, 8074378106644696],
  [16, 6400514544887302, 2530518503345237],
  [17, 894630292021808, 1283731106163492],
  [20, 367855480780377, 2478106047445204],
  [24, 985660296440781, 5348547994538433],
  [25, 8253424392779185, 416492624638932],
  [31, 7517375990410103, 3797409356972262],
  [32, 7147782946720400, 2605816938511349],
  [33, 8983052328500260, 1296108587215954],
  [40, 3828225843012857, 761138588425287],
  [47, 4442879837913100, 8604669759056490],
  [48, 2922847411462921, 3702461650929628],
  [63, 6613985196808098, 432732839028372],
  [64, 1707211598700805, 8183400531738031],
  [65, 2870559745154760, 1369869917254267],
  [80, 2211158756359149, 2062735467524123],
  [100, 2845227891001643, 7920817749386091],
  [127, 896723355040768, 1330709245329213],
  [128, 2449879512385285, 7091780896743831],
  [129, 4359009965718622, 5425936888907323],
  [150, 4354187819008006, 5579159015562201],
  [180, 5434677382923138, 6213338017060709],
  [192, 6831412750697399, 5184445837025697],
  [193, 6519054783487034, 7446848866233729],
];

const bytes = new TextEncoder().encode(text);

it('takes a text of the same bytes as TensorFlow did', () => {
  expect(bytes.length).toBe(203);
});

it.each(expected)('hashes %d bytes', (length, farm, sip) => {
  const part = bytes.subarray(0, length);
  expect(Number(farmFingerprint64(part) % bins)).toBe(farm);
  expect(Number(sipHash24(part, [133n, 137n]) % bins)).toBe(sip);
});

it('keeps to the test vector of the paper', () => {
  const key: [bigint, bigint] = [0x0706050403020100n, 0x0f0e0d0c0b0a0908n];
  expect(
    sipHash24(
      Uint8Array.from({ length: 15 }, (_, index) => index),
      key,
    ),
  ).toBe(0xa129ca6149be45e5n);
});
