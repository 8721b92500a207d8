// Kernels for AVX2 and FMA: 16 registers of 256 bits.
#include "make-table.h"

namespace isograd {

extern const KernelTable avx2Kernels = makeTable<8, 6, 2, 12>(InstructionSet::avx2);

}  // namespace isograd
