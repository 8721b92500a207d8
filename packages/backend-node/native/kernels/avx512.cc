// Kernels for AVX-512: 32 registers of 512 bits.
#include "make-table.h"

namespace isograd {

extern const KernelTable avx512Kernels = makeTable<16, 8, 2, 14>(InstructionSet::avx512);

}  // namespace isograd
