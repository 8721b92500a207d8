// Calls that are computed in one pass with the call that alone needs what they give.
#pragma once

#include <optional>

#include "element-list.h"

namespace isograd {

// second(first(a, b), c).
struct ElementPair {
  size_t firstCall;
  FirstOfPair first;
  SecondOfPair second;
  // The second may have one operand.
  int operands;
  ElementArgument arguments[mostElementOperands];
  // Which of them are one number for a block, by bits.
  int ones;
};

// The kernels of any instruction set: all have the same.
inline const KernelTable& anyKernels() { return kernelsOf(bestInstructionSet()); }

// For each call, the pair that it completes. `changes` are those of all values.
std::vector<std::optional<ElementPair>> findPairs(const ElementList& list, const std::vector<Change>& changes);

}  // namespace isograd
