// Words of 32 bits, whatever they mean: vectors of them, and vectors whose elements change places.
#pragma once

#include "lanes.h"

namespace isograd {
namespace {

template <int width>
using Words = Bits<Vector<width>>;

// Elements of two vectors: those of b have the indices from `width` on.
template <int... indices, class Value>
__attribute__((always_inline)) inline Value pick(Value a, Value b, std::integer_sequence<int, indices...>) {
#if __has_builtin(__builtin_shufflevector)
  return __builtin_shufflevector(a, b, indices...);
#else
  return __builtin_shuffle(a, b, Words<sizeof...(indices)>{static_cast<uint32_t>(indices)...});
#endif
}

}  // namespace
}  // namespace isograd
