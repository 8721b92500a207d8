/**
 * The four gradient kernels that tfjs's wasm backend lacks, as plain loops over its memory: the least that makes it
 * train, for the other side of the comparison.
 */

/** @typedef {typeof import('@tensorflow/tfjs-core')} Core */
/** @typedef {import('@tensorflow/tfjs-core').TensorInfo} TensorInfo */
/** @typedef {{ makeOutput(shape: number[], dtype: string): TensorInfo, typedArrayFromHeap(tensor: TensorInfo): Float32Array }} WasmBackend */
/** @typedef {{ inputs: { [name: string]: TensorInfo }, attrs: any, backend: WasmBackend }} Call */

/** @param {Core} core */
export function registerGapKernels(core) {
  /** @type {[string, (call: Call) => TensorInfo][]} */
  const kernels = [
    [core.Conv2DBackpropFilter, (call) => filterGradient(core, call, false)],
    [core.DepthwiseConv2dNativeBackpropFilter, (call) => filterGradient(core, call, true)],
    [core.DepthwiseConv2dNativeBackpropInput, (call) => depthwiseInputGradient(core, call)],
    [core.UnsortedSegmentSum, (call) => segmentSum(core, call)],
  ];
  for (const [kernelName, kernelFunc] of kernels) {
    core.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: /** @type {any} */ (kernelFunc) });
  }
}

/**
 * @param {Core} core
 * @param {Call} call
 * @param {boolean} isDepthwise
 */
function filterGradient(core, { inputs: { x, dy }, attrs, backend }, isDepthwise) {
  const info = geometryOf(core, /** @type {TensorInfo} */ (x).shape, attrs.filterShape, attrs, isDepthwise);
  const output = zeros(backend, info.filterShape);
  const [dw, xs, dys] = views(backend, [output, x, dy]);
  forEachTap(info, (inX, inY, tap) => {
    if (isDepthwise) {
      const multiplier = info.outChannels / info.inChannels;
      for (let channel = 0; channel < info.outChannels; channel++) {
        dw[tap * info.outChannels + channel] += xs[inX + Math.floor(channel / multiplier)] * dys[inY + channel];
      }
      return;
    }
    let place = tap * info.inChannels * info.outChannels;
    for (let channel = 0; channel < info.inChannels; channel++) {
      const value = xs[inX + channel];
      for (let filter = 0; filter < info.outChannels; filter++) dw[place++] += value * dys[inY + filter];
    }
  });
  return output;
}

/**
 * @param {Core} core
 * @param {Call} call
 */
function depthwiseInputGradient(core, { inputs: { dy, filter }, attrs, backend }) {
  const info = geometryOf(core, attrs.inputShape, /** @type {TensorInfo} */ (filter).shape, attrs, true);
  const output = zeros(backend, info.inShape);
  const [dx, filters, dys] = views(backend, [output, filter, dy]);
  const multiplier = info.outChannels / info.inChannels;
  forEachTap(info, (inX, inY, tap) => {
    for (let channel = 0; channel < info.outChannels; channel++) {
      dx[inX + Math.floor(channel / multiplier)] += filters[tap * info.outChannels + channel] * dys[inY + channel];
    }
  });
  return output;
}

/**
 * @param {Core} core
 * @param {Call} call
 */
function segmentSum({ util }, { inputs: { x, segmentIds }, attrs: { numSegments }, backend }) {
  const { shape } = /** @type {TensorInfo} */ (x);
  const idShape = /** @type {TensorInfo} */ (segmentIds).shape;
  const count = util.sizeFromShape(idShape);
  const rowSize = util.sizeFromShape(shape) / count;
  const output = zeros(backend, [numSegments, ...shape.slice(idShape.length)]);
  const [sums, rows, ids] = views(backend, [output, x, segmentIds]);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < rowSize; column++) sums[ids[row] * rowSize + column] += rows[row * rowSize + column];
  }
  return output;
}

/**
 * @param {Core} core
 * @param {number[]} xShape
 * @param {number[]} filterShape
 * @param {any} attributes
 * @param {boolean} isDepthwise
 */
function geometryOf({ backend_util }, xShape, filterShape, { strides, pad, dimRoundingMode, dilations }, isDepthwise) {
  return backend_util.computeConv2DInfo(
    /** @type {any} */ (xShape),
    /** @type {any} */ (filterShape),
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    isDepthwise,
  );
}

/**
 * Calls `visit` with the first elements, in x and y, of each pixel that an element of a window links.
 *
 * @param {ReturnType<typeof geometryOf>} info
 * @param {(inX: number, inY: number, tap: number) => void} visit
 */
function forEachTap(info, visit) {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  for (let sample = 0; sample < batchSize; sample++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        const inY = ((sample * outHeight + row) * outWidth + column) * outChannels;
        for (let tapRow = 0; tapRow < info.filterHeight; tapRow++) {
          const fromRow = row * info.strideHeight + tapRow - padInfo.top;
          if (fromRow < 0 || fromRow >= inHeight) continue;
          for (let tapColumn = 0; tapColumn < info.filterWidth; tapColumn++) {
            const fromColumn = column * info.strideWidth + tapColumn - padInfo.left;
            if (fromColumn < 0 || fromColumn >= inWidth) continue;
            const inX = ((sample * inHeight + fromRow) * inWidth + fromColumn) * inChannels;
            visit(inX, inY, tapRow * info.filterWidth + tapColumn);
          }
        }
      }
    }
  }
}

/**
 * @param {WasmBackend} backend
 * @param {number[]} shape
 */
function zeros(backend, shape) {
  const output = backend.makeOutput(shape, 'float32');
  backend.typedArrayFromHeap(output).fill(0);
  return output;
}

/**
 * @param {WasmBackend} backend
 * @param {(TensorInfo | undefined)[]} tensors
 * @returns {any[]} typed arrays, untyped here for the sake of plain loops.
 */
function views(backend, tensors) {
  return tensors.map((tensor) => backend.typedArrayFromHeap(/** @type {TensorInfo} */ (tensor)));
}
