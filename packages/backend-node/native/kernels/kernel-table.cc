// Finds the kernels of an instruction set.
#include "kernel-table.h"

namespace isograd {

const KernelTable& kernelsOf([[maybe_unused]] InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::avx512) return avx512Kernels;
  return set == InstructionSet::avx2 ? avx2Kernels : sse2Kernels;
#else
  return neonKernels;
#endif
}

}  // namespace isograd
