// Kernels for NEON: 32 registers of 128 bits.
#include "make-table.h"

namespace isograd {

extern const KernelTable neonKernels = makeTable<4, 8, 2, 14>(InstructionSet::neon);

}  // namespace isograd
