// Asks the processor by cpuid, and its system by xgetbv whether it keeps the wide registers.
#include "instruction-set.h"

#include <cstdint>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace isograd {

namespace {

#if defined(__x86_64__)

struct Registers {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
};

Registers ask(unsigned leaf, unsigned subleaf) {
  Registers r;
  if (!__get_cpuid_count(leaf, subleaf, &r.eax, &r.ebx, &r.ecx, &r.edx)) return {};
  return r;
}

bool hasBits(unsigned value, unsigned bits) { return (value & bits) == bits; }

// The register states that the system saves.
unsigned savedStates() {
  constexpr unsigned osxsave = 1u << 27;
  if (!hasBits(ask(1, 0).ecx, osxsave)) return 0;
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

bool hasAvx2() {
  constexpr unsigned fma = 1u << 12, avx = 1u << 28, avx2 = 1u << 5, xmmAndYmm = 0x6;
  return hasBits(savedStates(), xmmAndYmm) && hasBits(ask(1, 0).ecx, fma | avx) && hasBits(ask(7, 0).ebx, avx2);
}

bool hasAvx512() {
  constexpr unsigned f = 1u << 16, dq = 1u << 17, bw = 1u << 30, vl = 1u << 31, opmaskAndZmm = 0xe6;
  return hasAvx2() && hasBits(savedStates(), opmaskAndZmm) && hasBits(ask(7, 0).ebx, f | dq | bw | vl);
}

#endif

}  // namespace

const char* nameOf(InstructionSet set) {
  switch (set) {
    case InstructionSet::sse2:
      return "sse2";
    case InstructionSet::avx2:
      return "avx2";
    case InstructionSet::avx512:
      return "avx512";
    case InstructionSet::neon:
      return "neon";
  }
  return "";
}

bool isAvailable(InstructionSet set) {
#if defined(__x86_64__)
  static const bool avx2 = hasAvx2(), avx512 = hasAvx512();
  if (set == InstructionSet::sse2) return true;
  return set == InstructionSet::avx2 ? avx2 : set == InstructionSet::avx512 && avx512;
#else
  return set == InstructionSet::neon;
#endif
}

InstructionSet bestInstructionSet() {
  InstructionSet best = InstructionSet::sse2;
  for (InstructionSet set : allInstructionSets) {
    if (isAvailable(set)) best = set;
  }
  return best;
}

}  // namespace isograd
