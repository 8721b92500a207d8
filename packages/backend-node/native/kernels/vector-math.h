// Functions of one number or of each in a vector, as packages/backend-wasm/src/vector-math has them, with its errors:
// units in the last place, with fused multiply-adds and without. NaN stays NaN, -0 keeps its sign where the function
// goes through 0, and numbers too small to be normal count as zero, before and after.
#pragma once

#include "angle.h"
#include "lanes.h"

namespace isograd {
namespace {

constexpr float log2OfE = 1.44269504f;
// ln 2 in two parts: the first has 13 bits, so that its product with an exponent is exact.
constexpr float ln2 = 0.693147182f, ln2High = 0.693115234375f, ln2Low = 3.19461849e-05f;

// x = n ln 2 + rest, with |rest| <= ½ ln 2. The sum with 1.5 · 2^23, whose units are those of the last bit, rounds to n
// and leaves n + bias in the low bits. W. J. Cody, W. Waite: "Software Manual for the Elementary Functions" (1980).
template <class Value>
struct ReducedExponent {
  Bits<Value> biased;
  Value rest;
};

// Where n ln 2 is one rounded product, 1 - e^x moves by less than 2^-25 of it for x < 0: the powers of 2 that n takes
// first are exact, and the others are of little weight.
enum class ProductWithLn2 { exact, rounded };

// Reduces numbers of at most 2^21.
template <ProductWithLn2 product = ProductWithLn2::exact, class Value>
__attribute__((always_inline)) inline ReducedExponent<Value> reduceExponent(Value x, int bias) {
  const Value units = all<Value>(12582912.0f + static_cast<float>(bias));
  const Value sum = x * log2OfE + units;
  const Value n = sum - units;
  if constexpr (product == ProductWithLn2::rounded) return {bitsOf(sum), x - n * ln2};
  return {bitsOf(sum), (x - n * ln2High) - n * ln2Low};
}

constexpr int exponentBias = 127;

// 2^n of n with the bias of exponents.
template <class Value>
__attribute__((always_inline)) inline Value powerOfTwo(Bits<Value> biased) {
  return as<Value>(biased << 23);
}

// e^r - 1 for |r| <= ½ ln 2; coefficients of (e^r - 1 - r) / r² by Remez's algorithm.
template <class Value>
__attribute__((always_inline)) inline Value expm1OfRest(Value r) {
  const Value square = r * r;
  const Value high = (r * 0.00836913101f + 0.0416681059f) + square * 0.00138364348f;
  return square * (high * square + (r * 0.166665167f + 0.49999994f)) + r;
}

// Below, e^x is 0 in single precision; above, infinite.
constexpr float leastExponent = -104, largestExponent = 89;

// e^x, within 1.1 units in the last place. 2^n goes in by halves: 2^128 is no number, but the largest results need it.
template <class Value>
__attribute__((always_inline)) inline Value exp(Value x) {
  x = atLeast(atMost(x, all<Value>(largestExponent)), all<Value>(leastExponent));
  const auto [biased, rest] = reduceExponent(x, 2 * exponentBias);
  const Bits<Value> half = biased >> 1;
  return ((expm1OfRest(rest) + 1.0f) * powerOfTwo<Value>(half)) * powerOfTwo<Value>(biased - half);
}

// 2^64 e^x of numbers that are not above 40, as near: no e^x is lost to it as too small.
constexpr float expScale = 18446744073709551616.0f;

template <class Value>
__attribute__((always_inline)) inline Value scaledExp(Value x) {
  const auto [biased, rest] = reduceExponent(atLeast(x, all<Value>(leastExponent)), exponentBias + 64);
  return (expm1OfRest(rest) + 1.0f) * powerOfTwo<Value>(biased);
}

// e^x of numbers that are not above 0, as near, in fewer steps.
template <class Value>
__attribute__((always_inline)) inline Value expOfNegative(Value x) {
  return scaledExp(x) * (1 / expScale);
}

// Below, e^x - 1 is -1 in single precision.
constexpr float leastExponentOfExpm1 = -18;

// e^x - 1 within 1 unit in the last place where x is below 0, and anything elsewhere.
template <class Value>
__attribute__((always_inline)) inline Value expm1OfNegative(Value x) {
  x = atLeast(x, all<Value>(leastExponentOfExpm1));
  const auto [biased, rest] = reduceExponent<ProductWithLn2::rounded>(x, exponentBias);
  const Value power = powerOfTwo<Value>(biased);
  return power * expm1OfRest(rest) + (power - 1.0f);
}

// e^x - 1, within 1.7 units in the last place. Half of it is computed: 2^128, of which the largest are made, is
// infinite. Below 2^-24 it is x.
template <class Value>
__attribute__((always_inline)) inline Value expm1(Value x) {
  const Value inRange = atLeast(atMost(x, all<Value>(largestExponent)), all<Value>(leastExponentOfExpm1));
  const auto [biased, rest] = reduceExponent(inRange, exponentBias - 1);
  const Value power = powerOfTwo<Value>(biased);
  const Value half = power * expm1OfRest(rest) + (power - 0.5f);
  return magnitude(x) < all<Value>(5.96046448e-08f) ? x : half + half;
}

// 1 / (1 + e^-x) as e^x / (1 + e^x), within 2.5 units in the last place. From 18 on it is 1.
template <class Value>
__attribute__((always_inline)) inline Value sigmoid(Value x) {
  const Value power = scaledExp(atMost(x, all<Value>(18)));
  return power / (power + expScale);
}

// (1 - e^(-2|x|)) / (1 + e^(-2|x|)) with the sign of x, within 2 units in the last place.
template <class Value>
__attribute__((always_inline)) inline Value tanh(Value x) {
  const Value inRange = atLeast(magnitude(x) * -2.0f, all<Value>(leastExponentOfExpm1));
  const auto [biased, rest] = reduceExponent<ProductWithLn2::rounded>(inRange, exponentBias);
  const Value power = powerOfTwo<Value>(biased);
  const Value product = power * expm1OfRest(rest);
  return withSignOf(((1.0f - power) - product) / ((1.0f + power) + product), x);
}

// x, or e^x - 1 below 0, which is never below x; within 1 unit in the last place.
template <class Value>
__attribute__((always_inline)) inline Value elu(Value x) {
  return atLeast(x, expm1OfNegative(atMost(x, Value{})));
}

// λ x, or λ α (e^x - 1) below 0. Klambauer et al.: "Self-Normalizing Neural Networks" (2017), appendix A.4.
template <class Value>
__attribute__((always_inline)) inline Value selu(Value x) {
  constexpr float scale = 1.0507009873554805f, scaleBelow = 1.7580993408473766f;
  return x < Value{} ? expm1OfNegative(x) * scaleBelow : x * scale;
}

// x = 2^exponent (1 + g) with 1 + g in [√½, √2).
template <class Value>
struct ReducedLogarithm {
  Value exponent, g;
};

// Reduces normal numbers above 0.
template <class Value>
__attribute__((always_inline)) inline ReducedLogarithm<Value> reduceLogarithm(Value x) {
  constexpr uint32_t bitsOfRootHalf = 0x3f3504f3, bitsOfOne = 0x3f800000, fraction = 0x007fffff;
  const Bits<Value> shifted = bitsOf(x) + (bitsOfOne - bitsOfRootHalf);
  const auto exponent = as<Integers<Value>>(shifted >> 23) - exponentBias;
  return {floatsOf<Value>(exponent), as<Value>((shifted & fraction) + bitsOfRootHalf) - 1.0f};
}

// What ln(1 + g) lacks to g, for g from √½ - 1 to 1: 2 artanh s for s = g / (2 + g), of which 2s is g - g²/2 + s g²/2.
// P. T. P. Tang: "Table-Driven Implementation of the Logarithm Function in IEEE Floating-Point Arithmetic" (1990).
template <class Value>
__attribute__((always_inline)) inline Value lackOfLogarithm(Value g) {
  const Value s = g / (g + 2.0f);
  const Value square = s * s;
  const Value half = g * g * 0.5f;
  const Value terms = (square * 0.280364901f + 0.279972017f) * (square * square) + (square * 0.400217831f + 0.666664124f);
  return half - s * (square * terms + half);
}

// The logarithm of what was reduced; `lost` is a small number that is added before the last rounding.
template <class Value>
__attribute__((always_inline)) inline Value logarithmOf(const ReducedLogarithm<Value>& reduced, Value lost) {
  const Value low = reduced.exponent * ln2Low + lost;
  return reduced.exponent * ln2High + (reduced.g - (lackOfLogarithm(reduced.g) - low));
}

// The logarithm of what is no normal number above 0.
template <class Value>
__attribute__((always_inline)) inline Value logarithmOfOther(Value x) {
  const Value belowZero = x < Value{} ? all<Value>(__builtin_nanf("")) : x;
  return x == Value{} ? all<Value>(-infinity) : belowZero;
}

// ln x, within 0.9 units in the last place: -Infinity for 0, NaN below.
template <class Value>
__attribute__((always_inline)) inline Value log(Value x) {
  const Value result = logarithmOf(reduceLogarithm(x), Value{});
  const Value ofPositive = x < all<Value>(infinity) ? result : x;
  return x >= all<Value>(smallestNormal) ? ofPositive : logarithmOfOther(x);
}

// ln(1 + x), within 0.9 units in the last place: -Infinity for -1, NaN below. What the sum 1 + x has lost comes back as
// lost / (1 + x), the first term of its own logarithm.
template <class Value>
__attribute__((always_inline)) inline Value log1p(Value x) {
  const Value sum = x + 1.0f;
  ReducedLogarithm<Value> reduced = reduceLogarithm(sum);
  const Value lostNumber = x >= all<Value>(1) ? 1.0f - (sum - x) : x - (sum - 1.0f);
  const auto isReduced = reduced.exponent != Value{};
  reduced.g = isReduced ? reduced.g : x;
  const Value result = logarithmOf(reduced, isReduced ? lostNumber / sum : Value{});
  const Value ofPositive = sum < all<Value>(infinity) ? result : sum;
  const Value ofAny = sum > Value{} ? ofPositive : logarithmOfOther(sum);
  return x == Value{} ? x : ofAny;
}

// ln(1 + e^x) = max(x, 0) + ln(1 + e^(-|x|)), within 1.9 units in the last place.
template <class Value>
__attribute__((always_inline)) inline Value softplus(Value x) {
  const Value power = expOfNegative(as<Value>(bitsOf(x) | signBit));
  return (atLeast(x, Value{}) - lackOfLogarithm(power)) + power;
}

// 2/√π ∫₀ˣ e^(-t²) dt, within 2.5 units in the last place: near 0 as x + x P(x²), elsewhere as 1 - q(x)⁸, both by Remez's
// algorithm. Abramowitz and Stegun: "Handbook of Mathematical Functions" (1964), 7.1.28.
template <class Value>
__attribute__((always_inline)) inline Value erf(Value x) {
  const Value square = x * x, fourth = square * square;
  const Value low = square * -0.376120806f + 0.128379077f, middle = square * -0.0266503673f + 0.112781003f;
  const Value terms = ((square * -0.000533418905f + 0.00484533561f) * fourth + middle) * fourth + low;
  const Value near = x * terms + x;
  const Value a = atMost(magnitude(x), all<Value>(4));
  const Value aSquare = a * a;
  const Value high = (a * -0.00254209316f + 0.0132402917f) + aSquare * 0.000156630951f;
  const Value q = (high * aSquare + (a * -0.0120860999f + -0.0605375953f)) * aSquare + (a * -0.145639539f + 1.00098872f);
  const Value q2 = q * q, q4 = q2 * q2;
  return a < all<Value>(1.0625f) ? near : withSignOf(1.0f - q4 * q4, x);
}

// sin(x + turns ½π) by Taylor's series on an eighth of the circle, where they alternate and end soon.
template <class Value>
__attribute__((always_inline)) inline Value turnedSine(Value x, int turns) {
  const auto [quarters, r] = reduceAngle(x);
  const Value square = r * r, fourth = square * square;
  const Value sineTerms = (square * (1.0f / 362880) + -1.0f / 5040) * fourth + (square * (1.0f / 120) + -1.0f / 6);
  const Value middle = square * (1.0f / 40320) + -1.0f / 720;
  const Value cosineTerms = (fourth * (-1.0f / 3628800) + middle) * fourth + (square * (1.0f / 24) + -0.5f);
  const auto turned = quarters + static_cast<uint32_t>(turns);
  const Value sine = (r * square) * sineTerms + r, cosine = square * cosineTerms + 1.0f;
  const Value value = (turned & 1) != 0 ? cosine : sine;
  return as<Value>(bitsOf(value) ^ ((turned & 2) << 30));
}

template <class Value>
__attribute__((always_inline)) inline Value sin(Value x) {
  return x == Value{} ? x : turnedSine(x, 0);
}

template <class Value>
__attribute__((always_inline)) inline Value cos(Value x) {
  return turnedSine(x, 1);
}

// The whole number next to x, of two the even one: the sum with 2^23 has no room for a fraction.
template <class Value>
__attribute__((always_inline)) inline Value round(Value x) {
  constexpr float noFraction = 8388608;
  const Value size = magnitude(x);
  return size < all<Value>(noFraction) ? withSignOf((size + noFraction) - noFraction, x) : x;
}

template <class Value>
__attribute__((always_inline)) inline Value floor(Value x) {
  const Value whole = round(x);
  return whole > x ? whole - 1.0f : whole;
}

template <class Value>
__attribute__((always_inline)) inline Value ceil(Value x) {
  const Value whole = round(x);
  return whole < x ? withSignOf(whole + 1.0f, x) : whole;
}

// ±1; 0 where x is 0 or NaN.
template <class Value>
__attribute__((always_inline)) inline Value sign(Value x) {
  const Value above = x > Value{} ? all<Value>(1) : Value{};
  return x < Value{} ? all<Value>(-1) : above;
}

// NaN if one of them is; 0 is above -0.
template <class Value>
__attribute__((always_inline)) inline Value maximum(Value a, Value b) {
  const Value other = a == b ? as<Value>(bitsOf(a) & bitsOf(b)) : a + b;
  return a > b ? a : (a < b ? b : other);
}

template <class Value>
__attribute__((always_inline)) inline Value minimum(Value a, Value b) {
  const Value other = a == b ? as<Value>(bitsOf(a) | bitsOf(b)) : a + b;
  return a < b ? a : (a > b ? b : other);
}

}  // namespace
}  // namespace isograd
