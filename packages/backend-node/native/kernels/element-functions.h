// What elementwise calls compute, beside the functions of vector-math.h. Values are passed as floats whatever their
// type: these functions take and give the bits of integers and bools.
#pragma once

#include "vector-math.h"

namespace isograd {
namespace {

template <class Value>
__attribute__((always_inline)) inline Integers<Value> integersOf(Value value) {
  return as<Integers<Value>>(value);
}

// The bits of a result, of which comparisons make integers.
template <class Value, class Result>
__attribute__((always_inline)) inline Value valueOf(Result result) {
  return as<Value>(result);
}

template <class Value>
Value copy(Value x) {
  return x;
}

// Out of the range of int32 a float becomes the nearest end of it, and NaN becomes 0.
template <class Value>
Value floatToInt(Value x) {
  constexpr float end = 2147483648.0f;
  const auto whole = wholePart<Value>(magnitude(x) < all<Value>(end) ? x : Value{});
  const Value ofLow = x <= all<Value>(-end) ? as<Value>(Integers<Value>{} + INT32_MIN) : as<Value>(whole);
  return x >= all<Value>(end) ? as<Value>(Integers<Value>{} + INT32_MAX) : ofLow;
}
template <class Value>
Value floatToBool(Value x) {
  return valueOf<Value>(x != Value{});
}
template <class Value>
Value intToFloat(Value x) {
  return floatsOf<Value>(integersOf(x));
}
template <class Value>
Value intToBool(Value x) {
  return valueOf<Value>(integersOf(x) != 0);
}
template <class Value>
Value boolToFloat(Value x) {
  return as<Value>(bitsOf(x) & 0x3f800000u);
}
template <class Value>
Value boolToInt(Value x) {
  return as<Value>(bitsOf(x) & 1u);
}
template <class Value>
Value neg(Value x) {
  return as<Value>(bitsOf(x) ^ signBit);
}
template <class Value>
Value square(Value x) {
  return x * x;
}
template <class Value>
Value rsqrt(Value x) {
  return 1.0f / squareRoot(x);
}
template <class Value>
Value reciprocal(Value x) {
  return 1.0f / x;
}
template <class Value>
Value isNan(Value x) {
  return valueOf<Value>(x != x);
}
template <class Value>
Value isInf(Value x) {
  return valueOf<Value>(magnitude(x) == all<Value>(infinity));
}
template <class Value>
Value isFinite(Value x) {
  return valueOf<Value>(magnitude(x) < all<Value>(infinity));
}

template <class Value>
Value add(Value a, Value b) {
  return a + b;
}
template <class Value>
Value sub(Value a, Value b) {
  return a - b;
}
template <class Value>
Value mul(Value a, Value b) {
  return a * b;
}
template <class Value>
Value div(Value a, Value b) {
  return a / b;
}
template <class Value>
Value squaredDifference(Value a, Value b) {
  return (a - b) * (a - b);
}
// 1 above 0, `alpha` elsewhere; NaN stays.
template <class Value>
Value step(Value x, Value alpha) {
  const Value known = x > Value{} ? all<Value>(1) : alpha;
  return x == x ? known : x;
}
template <class Value>
Value prelu(Value x, Value alpha) {
  return x < Value{} ? alpha * x : x;
}
template <class Value>
Value clip(Value x, Value least, Value most) {
  return atMost(atLeast(x, least), most);
}

template <class Value>
Value equal(Value a, Value b) {
  return valueOf<Value>(a == b);
}
template <class Value>
Value notEqual(Value a, Value b) {
  return valueOf<Value>(a != b);
}
template <class Value>
Value greater(Value a, Value b) {
  return valueOf<Value>(a > b);
}
template <class Value>
Value greaterEqual(Value a, Value b) {
  return valueOf<Value>(a >= b);
}
template <class Value>
Value less(Value a, Value b) {
  return valueOf<Value>(a < b);
}
template <class Value>
Value lessEqual(Value a, Value b) {
  return valueOf<Value>(a <= b);
}

template <class Value>
Value absInt(Value x) {
  return integersOf(x) < 0 ? as<Value>(0u - bitsOf(x)) : x;
}
template <class Value>
Value negInt(Value x) {
  return as<Value>(0u - bitsOf(x));
}
template <class Value>
Value squareInt(Value x) {
  return as<Value>(bitsOf(x) * bitsOf(x));
}
template <class Value>
Value addInt(Value a, Value b) {
  return as<Value>(bitsOf(a) + bitsOf(b));
}
template <class Value>
Value subInt(Value a, Value b) {
  return as<Value>(bitsOf(a) - bitsOf(b));
}
template <class Value>
Value mulInt(Value a, Value b) {
  return as<Value>(bitsOf(a) * bitsOf(b));
}
template <class Value>
Value maximumInt(Value a, Value b) {
  return integersOf(a) < integersOf(b) ? b : a;
}
template <class Value>
Value minimumInt(Value a, Value b) {
  return integersOf(b) < integersOf(a) ? b : a;
}
template <class Value>
Value clipInt(Value x, Value least, Value most) {
  return minimumInt(maximumInt(x, least), most);
}
template <class Value>
Value equalInt(Value a, Value b) {
  return valueOf<Value>(integersOf(a) == integersOf(b));
}
template <class Value>
Value notEqualInt(Value a, Value b) {
  return valueOf<Value>(integersOf(a) != integersOf(b));
}
template <class Value>
Value greaterInt(Value a, Value b) {
  return valueOf<Value>(integersOf(a) > integersOf(b));
}
template <class Value>
Value greaterEqualInt(Value a, Value b) {
  return valueOf<Value>(integersOf(a) >= integersOf(b));
}
template <class Value>
Value lessInt(Value a, Value b) {
  return valueOf<Value>(integersOf(a) < integersOf(b));
}
template <class Value>
Value lessEqualInt(Value a, Value b) {
  return valueOf<Value>(integersOf(a) <= integersOf(b));
}

template <class Value>
Value notBool(Value x) {
  return as<Value>(~bitsOf(x));
}
template <class Value>
Value andBool(Value a, Value b) {
  return as<Value>(bitsOf(a) & bitsOf(b));
}
template <class Value>
Value orBool(Value a, Value b) {
  return as<Value>(bitsOf(a) | bitsOf(b));
}
template <class Value>
Value select(Value condition, Value yes, Value no) {
  return integersOf(condition) != 0 ? yes : no;
}

}  // namespace
}  // namespace isograd
