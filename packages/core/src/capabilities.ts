/** What a loaded backend can do, as data: shown to users and asked by tests. */
import type { DType } from './dtype.js';

/** A kernel that a backend does not have, and why. */
export interface AbsentKernel {
  readonly kernel: string;
  readonly reason: string;
}

/** What a backend offers once it is loaded. */
export interface Capabilities {
  /** Element types that tensors may have. */
  readonly dtypes: readonly DType[];
  /** Threads that compute, the calling one included. */
  readonly threads: number;
  /** Vector instructions in use; `gpu` where shaders do the work. */
  readonly simd: 'none' | 'simd128' | 'relaxed-simd' | 'gpu';
  /** Size of the largest tensor that fits, in bytes. */
  readonly largestTensorBytes: number;
  readonly kernels: {
    /** Kernels made for this backend. */
    readonly native: readonly string[];
    /** Kernels that run another backend's code on this backend's tensors. */
    readonly borrowed: readonly string[];
    /** Kernels known elsewhere that this backend refuses, each with its reason. */
    readonly absent: readonly AbsentKernel[];
  };
}
