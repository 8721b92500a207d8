/** What a loaded backend can do, as data: shown to users and asked by tests. */
import type { DataType } from '@tensorflow/tfjs-core';
import type { DType } from './dtype.js';

/** A kernel that runs another backend's code on this backend's tensors, and why. */
export interface BorrowedKernel {
  readonly kernel: string;
  /** Dtypes for which it is borrowed, where a native kernel serves the others; absent if it is borrowed for all. */
  readonly dtypes?: readonly DataType[];
  readonly reason: string;
}

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
  /** Vector instructions in use, of WebAssembly or of the processor; `gpu` where shaders do the work. */
  readonly simd: 'none' | 'simd128' | 'relaxed-simd' | 'simd256' | 'sse2' | 'avx2' | 'avx512' | 'neon' | 'gpu';
  /** Whether numbers below 2^-126, subnormals, may count as zero. Default: false. */
  readonly flushesSubnormals?: boolean;
  /** Size of the largest tensor that fits, in bytes. */
  readonly largestTensorBytes: number;
  readonly kernels: {
    /** Kernels made for this backend; some of them may be borrowed for dtypes that it does not compute with. */
    readonly native: readonly string[];
    /** Kernels that run another backend's code on this backend's tensors, each with its reason. */
    readonly borrowed: readonly BorrowedKernel[];
    /** Kernels known elsewhere that this backend refuses, each with its reason. */
    readonly absent: readonly AbsentKernel[];
  };
}
