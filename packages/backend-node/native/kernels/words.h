// Words of 32 bits, whatever they mean: vectors of them, and vectors whose elements change places.
#pragma once

#include "vector.h"

namespace isograd {
namespace {

template <int width>
struct WordsOf;
template <>
struct WordsOf<4> {
  typedef uint32_t Value __attribute__((vector_size(16)));
  typedef uint32_t InMemory __attribute__((vector_size(16), aligned(4), may_alias));
};
template <>
struct WordsOf<8> {
  typedef uint32_t Value __attribute__((vector_size(32)));
  typedef uint32_t InMemory __attribute__((vector_size(32), aligned(4), may_alias));
};
template <>
struct WordsOf<16> {
  typedef uint32_t Value __attribute__((vector_size(64)));
  typedef uint32_t InMemory __attribute__((vector_size(64), aligned(4), may_alias));
};

template <int width>
using Words = typename WordsOf<width>::Value;

template <int width>
inline Words<width> loadWords(const uint32_t* from) {
  return *reinterpret_cast<const typename WordsOf<width>::InMemory*>(from);
}

template <int width>
inline void storeWords(uint32_t* to, Words<width> value) {
  *reinterpret_cast<typename WordsOf<width>::InMemory*>(to) = value;
}

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
