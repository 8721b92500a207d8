/** Kernels that have no law: what they compute is no arithmetic. */

/** The reason of each, by name of the kernel. */
export const kernelsWithoutLaw: Readonly<Record<string, string>> = {};
