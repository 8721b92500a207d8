// What an elementwise instruction can compute, by codes: the order here is that of src/native/element-codes.ts.
//
// In registers an element of float32 or int32 has its own bits; one of bool is all ones or all zeros, as comparisons
// leave it. In memory a bool is a byte, 0 or 1.
#pragma once

#include <cstddef>
#include <cstdint>

namespace isograd {

enum class ElementType : uint8_t { float32, int32, boolean };

enum class ElementCode : uint8_t {
  copyFloat,
  copyInt,
  copyBool,
  floatToInt,
  floatToBool,
  intToFloat,
  intToBool,
  boolToFloat,
  boolToInt,
  abs,
  neg,
  square,
  sqrt,
  rsqrt,
  reciprocal,
  floor,
  ceil,
  round,
  sign,
  exp,
  expm1,
  log,
  log1p,
  sigmoid,
  tanh,
  elu,
  selu,
  softplus,
  erf,
  sin,
  cos,
  isNan,
  isInf,
  isFinite,
  add,
  sub,
  mul,
  div,
  maximum,
  minimum,
  squaredDifference,
  atLeast,
  step,
  prelu,
  clip,
  equal,
  notEqual,
  greater,
  greaterEqual,
  less,
  lessEqual,
  absInt,
  negInt,
  squareInt,
  addInt,
  subInt,
  mulInt,
  maximumInt,
  minimumInt,
  clipInt,
  equalInt,
  notEqualInt,
  greaterInt,
  greaterEqualInt,
  lessInt,
  lessEqualInt,
  equalBool,
  notEqualBool,
  notBool,
  andBool,
  orBool,
  selectFloat,
  selectInt,
  selectBool,
  // Of the interpreter alone: bools between bytes and registers.
  bytesToBool,
  boolToBytes,
};

constexpr int elementCodes = static_cast<int>(ElementCode::boolToBytes) + 1;
constexpr int elementCodesOfLists = static_cast<int>(ElementCode::bytesToBool);
constexpr int mostElementOperands = 3;

constexpr int indexOf(ElementCode code) { return static_cast<int>(code); }

// Two calls of float32 in one pass: the second takes the result of the first, which nothing else needs.
enum class FirstOfPair : uint8_t { add, sub, mul, step };
enum class SecondOfPair : uint8_t { add, sub, subFrom, mul, div, divInto, atLeast, sqrt };

constexpr int firstsOfPairs = static_cast<int>(FirstOfPair::step) + 1;
constexpr int secondsOfPairs = static_cast<int>(SecondOfPair::sqrt) + 1;

constexpr int indexOf(FirstOfPair first) { return static_cast<int>(first); }
constexpr int indexOf(SecondOfPair second) { return static_cast<int>(second); }

// What a call takes and gives, and what it costs beside a sum.
struct ElementSignature {
  int operands;
  ElementType from[mostElementOperands];
  ElementType to;
  int cost;
};

constexpr ElementSignature signatureOf(ElementCode code) {
  constexpr ElementType f = ElementType::float32, i = ElementType::int32, b = ElementType::boolean;
  switch (code) {
    case ElementCode::copyFloat:
      return {1, {f}, f, 1};
    case ElementCode::copyInt:
      return {1, {i}, i, 1};
    case ElementCode::copyBool:
    case ElementCode::notBool:
    case ElementCode::bytesToBool:
    case ElementCode::boolToBytes:
      return {1, {b}, b, 1};
    case ElementCode::floatToInt:
      return {1, {f}, i, 2};
    case ElementCode::floatToBool:
    case ElementCode::isNan:
    case ElementCode::isInf:
    case ElementCode::isFinite:
      return {1, {f}, b, 1};
    case ElementCode::intToFloat:
      return {1, {i}, f, 1};
    case ElementCode::intToBool:
      return {1, {i}, b, 1};
    case ElementCode::boolToFloat:
      return {1, {b}, f, 1};
    case ElementCode::boolToInt:
      return {1, {b}, i, 1};
    case ElementCode::abs:
    case ElementCode::neg:
    case ElementCode::square:
    case ElementCode::floor:
    case ElementCode::ceil:
    case ElementCode::round:
    case ElementCode::sign:
      return {1, {f}, f, 1};
    case ElementCode::sqrt:
    case ElementCode::rsqrt:
    case ElementCode::reciprocal:
      return {1, {f}, f, 4};
    case ElementCode::exp:
    case ElementCode::expm1:
    case ElementCode::sigmoid:
    case ElementCode::tanh:
    case ElementCode::elu:
    case ElementCode::selu:
    case ElementCode::erf:
      return {1, {f}, f, 8};
    case ElementCode::log:
    case ElementCode::log1p:
    case ElementCode::softplus:
      return {1, {f}, f, 12};
    case ElementCode::sin:
    case ElementCode::cos:
      return {1, {f}, f, 24};
    case ElementCode::add:
    case ElementCode::sub:
    case ElementCode::mul:
    case ElementCode::maximum:
    case ElementCode::minimum:
    case ElementCode::squaredDifference:
    case ElementCode::atLeast:
    case ElementCode::step:
    case ElementCode::prelu:
      return {2, {f, f}, f, 1};
    case ElementCode::div:
      return {2, {f, f}, f, 4};
    case ElementCode::clip:
      return {3, {f, f, f}, f, 1};
    case ElementCode::equal:
    case ElementCode::notEqual:
    case ElementCode::greater:
    case ElementCode::greaterEqual:
    case ElementCode::less:
    case ElementCode::lessEqual:
      return {2, {f, f}, b, 1};
    case ElementCode::absInt:
    case ElementCode::negInt:
    case ElementCode::squareInt:
      return {1, {i}, i, 1};
    case ElementCode::addInt:
    case ElementCode::subInt:
    case ElementCode::mulInt:
    case ElementCode::maximumInt:
    case ElementCode::minimumInt:
      return {2, {i, i}, i, 1};
    case ElementCode::clipInt:
      return {3, {i, i, i}, i, 1};
    case ElementCode::equalInt:
    case ElementCode::notEqualInt:
    case ElementCode::greaterInt:
    case ElementCode::greaterEqualInt:
    case ElementCode::lessInt:
    case ElementCode::lessEqualInt:
      return {2, {i, i}, b, 1};
    case ElementCode::equalBool:
    case ElementCode::notEqualBool:
    case ElementCode::andBool:
    case ElementCode::orBool:
      return {2, {b, b}, b, 1};
    case ElementCode::selectFloat:
      return {3, {b, f, f}, f, 1};
    case ElementCode::selectInt:
      return {3, {b, i, i}, i, 1};
    case ElementCode::selectBool:
      return {3, {b, b, b}, b, 1};
  }
  return {};
}

}  // namespace isograd
