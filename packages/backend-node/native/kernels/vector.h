// Vectors of float32 as compilers know them. All of it is local to the file that includes it: a copy made with wide
// instructions must never serve the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "kernel-table.h"

namespace isograd {
namespace {

template <int width>
struct VectorOf;
// A single number.
template <>
struct VectorOf<1> {
  typedef float Value;
  typedef float InMemory;
};
template <>
struct VectorOf<4> {
  typedef float Value __attribute__((vector_size(16)));
  typedef float InMemory __attribute__((vector_size(16), aligned(4), may_alias));
};
template <>
struct VectorOf<8> {
  typedef float Value __attribute__((vector_size(32)));
  typedef float InMemory __attribute__((vector_size(32), aligned(4), may_alias));
};
template <>
struct VectorOf<16> {
  typedef float Value __attribute__((vector_size(64)));
  typedef float InMemory __attribute__((vector_size(64), aligned(4), may_alias));
};

template <int width>
using Vector = typename VectorOf<width>::Value;

template <int width>
inline Vector<width> load(const float* from) {
  return *reinterpret_cast<const typename VectorOf<width>::InMemory*>(from);
}

template <int width>
inline void store(float* to, Vector<width> value) {
  *reinterpret_cast<typename VectorOf<width>::InMemory*>(to) = value;
}

// Calls visit(0), visit(1), … with constants: what they index can stay in registers.
template <class Visit, size_t... indices>
__attribute__((always_inline)) constexpr void visitEach(const Visit& visit, std::index_sequence<indices...>) {
  (visit(std::integral_constant<int, static_cast<int>(indices)>{}), ...);
}

template <int count, class Visit>
__attribute__((always_inline)) constexpr void each(const Visit& visit) {
  visitEach(visit, std::make_index_sequence<static_cast<size_t>(count)>{});
}

// Calls visit(constant, first) for all of `count` numbers: by vectors of `width`, the rest by narrower ones.
template <int width, class Visit>
__attribute__((always_inline)) inline void eachWidth(int64_t count, const Visit& visit, int64_t first = 0) {
  for (; first + width <= count; first += width) visit(std::integral_constant<int, width>{}, first);
  if constexpr (width > 1) {
    if (first < count) eachWidth<width == 4 ? 1 : width / 2>(count, visit, first);
  }
}

// One number, or each of a vector, within limits or leaking; curves come later. A comparison with NaN is false, so that
// NaN stays.
template <class Value>
__attribute__((always_inline)) inline Value activate(Value value, const Finish& finish) {
  const Value zero = {};
  if (finish.isClamped) {
    const Value lowest = zero + finish.lowest, highest = zero + finish.highest;
    value = value < lowest ? lowest : value;
    value = value > highest ? highest : value;
  }
  if (finish.isLeaky) value = value < zero ? value * finish.slope : value;
  return value;
}

}  // namespace
}  // namespace isograd
