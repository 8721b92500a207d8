/** The kernels of tfjs that have no record, each with its reason. */

const text = 'text is host data: there is no arithmetic to be right about';
const ragged = 'ragged tensors are host data, prepared before they reach a backend';
const alias = 'no backend has a kernel of this name: the public op is made of others';

/** Names of kernels, and why the op database leaves them out. */
export const kernelsWithoutLaw: ReadonlyMap<string, string> = new Map([
  ['BroadcastTo', `${alias} (Tile)`],
  ['Draw', 'draws on a canvas'],
  ['LowerBound', `${alias} (SearchSorted)`],
  ['RaggedGather', ragged],
  ['RaggedRange', ragged],
  ['RaggedTensorToTensor', ragged],
  ['StaticRegexReplace', text],
  ['StringNGrams', text],
  ['StringSplit', text],
  ['StringToHashBucketFast', text],
  ['UpperBound', `${alias} (SearchSorted)`],
]);
