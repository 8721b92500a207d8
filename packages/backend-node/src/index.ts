/** The public surface of @isograd/backend-node. */
export { inspectNative, type NativeReport } from './inspect-native.js';
export type { InstructionSet } from './native/addon.js';
export { node, type NodeOptions } from './node.js';
