// The vector instructions that kernels exist for, and which of them this processor and its system have.
#pragma once

namespace isograd {

enum class InstructionSet { sse2, avx2, avx512, neon };

constexpr InstructionSet allInstructionSets[] = {InstructionSet::sse2, InstructionSet::avx2, InstructionSet::avx512,
                                                 InstructionSet::neon};

const char* nameOf(InstructionSet set);

// Asks the processor itself: what compilers offer for it does not link everywhere.
bool isAvailable(InstructionSet set);

// The widest one.
InstructionSet bestInstructionSet();

}  // namespace isograd
