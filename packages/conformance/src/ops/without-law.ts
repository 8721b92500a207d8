/** Kernels that have no law: what they compute is no arithmetic. */

const text = 'text is host data';
const ragged = 'ragged tensors are host data, prepared before they reach a backend';

/** The reason of each, by name of the kernel. */
export const kernelsWithoutLaw: Readonly<Record<string, string>> = {
  Draw: 'draws on a canvas',
  RaggedGather: ragged,
  RaggedRange: ragged,
  RaggedTensorToTensor: ragged,
  StaticRegexReplace: text,
  StringNGrams: text,
  StringSplit: text,
  StringToHashBucketFast: text,
};
