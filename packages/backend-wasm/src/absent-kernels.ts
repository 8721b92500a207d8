/** The kernels that tfjs's cpu backend has and this one does not, each with its reason. */
import type { AbsentKernel } from '@isograd/core';

const raggedTensors = 'ragged tensors are host data, prepared before they reach a backend';

/** What `load` reports as absent. */
export const absentKernels: readonly AbsentKernel[] = [
  ...['RaggedGather', 'RaggedRange', 'RaggedTensorToTensor'].map((kernel) => ({ kernel, reason: raggedTensors })),
  { kernel: 'Draw', reason: 'pictures are drawn on a canvas by the host' },
  { kernel: 'StaticRegexReplace', reason: 'text is host data, prepared before it reaches a backend' },
];
