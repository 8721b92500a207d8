// Operands of calls on blocks of elements.
#pragma once

#include "part.h"

namespace isograd {
namespace {

// The elements of an operand in a block, or the one that stands for all of them.
template <int width, bool isOne>
class BlockOperand {
 public:
  explicit BlockOperand(const void* from) : from_(static_cast<const float*>(from)), one_{} {
    if constexpr (isOne) one_ = as<Vector<width>>(Bits<Vector<width>>{} + as<uint32_t>(*from_));
  }

  __attribute__((always_inline)) Vector<width> whole(int64_t at) const {
    if constexpr (isOne) return one_;
    return load<width>(from_ + at);
  }
  __attribute__((always_inline)) Vector<width> part(int64_t at, int64_t count) const {
    if constexpr (isOne) return one_;
    return loadPart<width>(from_ + at, count);
  }

 private:
  const float* from_;
  Vector<width> one_;
};

}  // namespace
}  // namespace isograd
