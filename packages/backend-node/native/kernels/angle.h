// An angle as quarters of the circle and a rest of at most an eighth.
//
// Up to 2^24 in the manner of Cody and Waite, in float64: ½π in two parts, of which the product of the first with the
// number of quarters is exact. Beyond, with the digits of 2/π that matter for the exponent at hand.
// W. J. Cody, W. Waite: "Software Manual for the Elementary Functions" (1980), chapter 8;
// M. H. Payne, R. N. Hanek: "Radian Reduction for Trigonometric Functions" (1983).
#pragma once

#include "lanes.h"

namespace isograd {
namespace {

// Angle = quarters · ½π + rest, with |rest| <= ¼π; quarters are modulo 4.
template <class Value>
struct ReducedAngle {
  Bits<Value> quarters;
  Value rest;
};

constexpr double halfPi = 1.5707963267948966, twoOverPi = 0.6366197723675814;

inline double roundDouble(double x) {
  constexpr double noFraction = 6755399441055744;  // 1.5 · 2^52
  return (x + noFraction) - noFraction;
}

inline double moduloFour(double x) { return x - 4 * roundDouble(x * 0.25); }

// One angle of 2^24 or more, m 2^e with a whole m below 2^24. Digits of 2/π of 24 bits whose product with it is a
// multiple of 4 are left out; of the others five leave an error below 2^-70. The rest of what is infinite is NaN.
inline void reduceFarAngle(float x, uint32_t& quarters, float& rest) {
  constexpr int digitsNeeded = 5;
  constexpr double digits[] = {0xa2f983, 0x6e4e44, 0x1529fc, 0x2757d1, 0xf534dd, 0xc0db62, 0x95993c, 0x439041, 0xfe5163};
  constexpr double digit = 1.0 / (1 << 24);
  const uint32_t bits = bitsOf(x);
  if (!(magnitude(x) < infinity)) {
    quarters = 0;
    rest = x - x;
    return;
  }
  const int exponent = static_cast<int>(bits >> 23 & 255) - 150;
  const double mantissa = static_cast<double>((bits & 0x7fffff) | 0x800000);
  const int first = (exponent - 2) / 24;
  // 2^(exponent - 24 (first + 1))
  const double scale = static_cast<double>(as<float>(static_cast<uint32_t>(exponent - 24 * (first + 1) + 127) << 23));
  double terms[digitsNeeded];
  double unit = scale;
  for (int index = 0; index < digitsNeeded; index++, unit *= digit) terms[index] = mantissa * digits[first + index] * unit;
  const double large = moduloFour(terms[0]) + moduloFour(terms[1]);
  const double whole = roundDouble(large + terms[2]);
  const double fraction = ((large - whole) + terms[2]) + (terms[3] + terms[4]);
  const int32_t turns = static_cast<int32_t>(whole);
  quarters = static_cast<uint32_t>(x < 0 ? -turns : turns);
  rest = static_cast<float>((x < 0 ? -fraction : fraction) * halfPi);
}

template <class Value>
inline ReducedAngle<Value> reduceAngle(Value x) {
  constexpr int lanes = lanesOf<Value>;
  constexpr float largestNear = 16777216;
  // 25 bits of ½π, and the rest to 53 more.
  constexpr double high = 1.57079631090164184570, low = 1.58932547735281966e-8;
  float angles[lanes], rests[lanes];
  uint32_t quarters[lanes];
  __builtin_memcpy(angles, &x, sizeof x);
  bool isFar = false;
  for (int lane = 0; lane < lanes; lane++) {
    const bool isNear = magnitude(angles[lane]) < largestNear;
    const double angle = isNear ? static_cast<double>(angles[lane]) : 0.0;
    const double n = roundDouble(angle * twoOverPi);
    isFar = isFar || !isNear;
    rests[lane] = static_cast<float>((angle - n * high) - n * low);
    quarters[lane] = static_cast<uint32_t>(static_cast<int32_t>(n));
  }
  if (isFar) {
    for (int lane = 0; lane < lanes; lane++) {
      if (!(magnitude(angles[lane]) < largestNear)) reduceFarAngle(angles[lane], quarters[lane], rests[lane]);
    }
  }
  ReducedAngle<Value> reduced;
  __builtin_memcpy(&reduced.quarters, quarters, sizeof quarters);
  __builtin_memcpy(&reduced.rest, rests, sizeof rests);
  return reduced;
}

}  // namespace
}  // namespace isograd
