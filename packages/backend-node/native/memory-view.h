// The memory of tensors: where it begins, and how much of it is known to be there.
#pragma once

#include <cstdint>

#include "problem.h"
#include "word-reader.h"

namespace isograd {

struct MemoryView {
  uint8_t* base = nullptr;
  int64_t bytes = 0;

  // Where the tensor of an operand begins; checked, whatever the addresses are.
  float* locate(const Operand& operand, const uint32_t* slots, int64_t slotCount) const {
    if (operand.slot == Operand::absent) return nullptr;
    int64_t begin = operand.offset;
    int64_t place = operand.place;
    if (operand.slot != Operand::known) {
      if (operand.slot >= slotCount) throw Problem{ProblemCode::slot, place, static_cast<double>(operand.slot)};
      begin += slots[operand.slot];
    }
    if (begin % operand.elementBytes != 0) {
      throw Problem{ProblemCode::alignment, place, static_cast<double>(begin)};
    }
    if (operand.bytes > bytes - begin) {
      throw Problem{ProblemCode::range, place, static_cast<double>(begin) + static_cast<double>(operand.bytes)};
    }
    return reinterpret_cast<float*>(base + begin);
  }
};

}  // namespace isograd
