// One number, or each of a vector: the bits of floats, integers of as many lanes, and what both kinds of values share.
//
// Functions on a `Value` take a float or a Vector. A comparison of vectors is all ones or all zeros in each lane; it
// goes into `?:`, as that of single numbers does.
#pragma once

#include "vector.h"

namespace isograd {
namespace {

template <int width>
struct IntegersOf;
template <>
struct IntegersOf<4> {
  typedef int32_t Signed __attribute__((vector_size(16)));
  typedef uint32_t Unsigned __attribute__((vector_size(16)));
};
template <>
struct IntegersOf<8> {
  typedef int32_t Signed __attribute__((vector_size(32)));
  typedef uint32_t Unsigned __attribute__((vector_size(32)));
};
template <>
struct IntegersOf<16> {
  typedef int32_t Signed __attribute__((vector_size(64)));
  typedef uint32_t Unsigned __attribute__((vector_size(64)));
};
// A single number.
template <>
struct IntegersOf<1> {
  typedef int32_t Signed;
  typedef uint32_t Unsigned;
};

template <class Value>
constexpr int lanesOf = static_cast<int>(sizeof(Value) / sizeof(float));

// Integers of as many lanes; sums, products and shifts of those without sign wrap around.
template <class Value>
using Integers = typename IntegersOf<lanesOf<Value>>::Signed;
template <class Value>
using Bits = typename IntegersOf<lanesOf<Value>>::Unsigned;

// The same bits as another type.
template <class To, class From>
__attribute__((always_inline)) inline To as(From from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  __builtin_memcpy(&to, &from, sizeof to);
  return to;
}

template <class Value>
__attribute__((always_inline)) inline Bits<Value> bitsOf(Value value) {
  return as<Bits<Value>>(value);
}

// A number in each lane; of -0 use signBit.
template <class Value>
__attribute__((always_inline)) inline Value all(float number) {
  return Value{} + number;
}

// Headers of the standard library have functions for these, of which a copy could serve other files.
constexpr float infinity = __builtin_inff(), smallestNormal = 1.17549435e-38f;

constexpr uint32_t signBit = 0x80000000;

template <class Value>
__attribute__((always_inline)) inline Value magnitude(Value x) {
  return as<Value>(bitsOf(x) & ~signBit);
}

template <class Value>
__attribute__((always_inline)) inline Value withSignOf(Value x, Value sign) {
  return as<Value>(bitsOf(x) | (bitsOf(sign) & signBit));
}

// Not below, and not above `limit`. A comparison with NaN is false, so that NaN stays.
template <class Value>
__attribute__((always_inline)) inline Value atLeast(Value x, Value limit) {
  return x < limit ? limit : x;
}

template <class Value>
__attribute__((always_inline)) inline Value atMost(Value x, Value limit) {
  return x > limit ? limit : x;
}

template <class Value>
__attribute__((always_inline)) inline Value floatsOf(Integers<Value> integers) {
  if constexpr (lanesOf<Value> == 1) {
    return static_cast<float>(integers);
  } else {
    return __builtin_convertvector(integers, Value);
  }
}

// The whole part, which must be in the range of int32.
template <class Value>
__attribute__((always_inline)) inline Integers<Value> wholePart(Value x) {
  if constexpr (lanesOf<Value> == 1) {
    return static_cast<int32_t>(x);
  } else {
    return __builtin_convertvector(x, Integers<Value>);
  }
}

// The same number, which a compiler does not join with what follows to one multiply-add.
template <class Value>
__attribute__((always_inline)) inline Value rounded(Value value) {
#if defined(__AVX512F__)
  __asm__("" : "+v"(value));
#elif defined(__x86_64__)
  __asm__("" : "+x"(value));
#else
  __asm__("" : "+w"(value));
#endif
  return value;
}

// Calls compute(number) for each lane.
template <class Value, class Compute>
__attribute__((always_inline)) inline Value mapLanes(Value x, const Compute& compute) {
  float numbers[lanesOf<Value>];
  __builtin_memcpy(numbers, &x, sizeof x);
  for (int lane = 0; lane < lanesOf<Value>; lane++) numbers[lane] = compute(numbers[lane]);
  __builtin_memcpy(&x, numbers, sizeof x);
  return x;
}

template <class Value>
__attribute__((always_inline)) inline Value squareRoot(Value x) {
  return mapLanes(x, [](float number) { return __builtin_sqrtf(number); });  // one instruction, as compilers see
}

}  // namespace
}  // namespace isograd
