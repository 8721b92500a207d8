// Kernels for SSE2: 16 registers of 128 bits.
#include "make-table.h"

namespace isograd {

extern const KernelTable sse2Kernels = makeTable<4, 4, 2, 12>(InstructionSet::sse2);

}  // namespace isograd
