// Elementwise calls on blocks of elements: from vectors, or one number for the whole block.
#pragma once

#include "part.h"
#include "vector-math.h"

namespace isograd {
namespace {

// Values are passed as floats whatever their type: these take and give the bits of integers and bools.
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

template <SecondOfPair second, class Value>
__attribute__((always_inline)) inline Value goOn(Value x, Value c) {
  if constexpr (second == SecondOfPair::add) return x + c;
  if constexpr (second == SecondOfPair::sub) return x - c;
  if constexpr (second == SecondOfPair::subFrom) return c - x;
  if constexpr (second == SecondOfPair::mul) return x * c;
  if constexpr (second == SecondOfPair::div) return x / c;
  if constexpr (second == SecondOfPair::divInto) return c / x;
  if constexpr (second == SecondOfPair::atLeast) return atLeast(x, c);
  return squareRoot(x);
}

template <FirstOfPair first, SecondOfPair second, class Value>
Value pair(Value a, Value b, Value c) {
  if constexpr (first == FirstOfPair::add) return goOn<second>(rounded(a + b), c);
  if constexpr (first == FirstOfPair::sub) return goOn<second>(rounded(a - b), c);
  if constexpr (first == FirstOfPair::mul) return goOn<second>(rounded(a * b), c);
  return goOn<second>(step(a, b), c);
}

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

// Calls compute(get) for each vector of a block, where get(operand) is that of an operand.
template <int width, class Compute>
__attribute__((always_inline)) inline void eachVector(void* out, int64_t count, const Compute& compute) {
  float* const to = static_cast<float*>(out);
  int64_t at = 0;
  for (; at <= count - 2 * width; at += 2 * width) {
    each<2>([&](auto v) {
      store<width>(to + at + v * width, compute([&](const auto& operand) { return operand.whole(at + v * width); }));
    });
  }
  for (; at <= count - width; at += width) {
    store<width>(to + at, compute([&](const auto& operand) { return operand.whole(at); }));
  }
  if (at < count) {
    const int64_t rest = count - at;
    storePart(to + at, compute([&](const auto& operand) { return operand.part(at, rest); }), rest);
  }
}

// `ones` are the operands, by bits, of which one number stands for the block.
template <int width, int ones, auto compute>
void mapOne(const void* a, const void*, const void*, void* out, int64_t count) {
  const BlockOperand<width, (ones & 1) != 0> x(a);
  eachVector<width>(out, count, [&](const auto& get) { return compute(get(x)); });
}

template <int width, int ones, auto compute>
void mapTwo(const void* a, const void* b, const void*, void* out, int64_t count) {
  const BlockOperand<width, (ones & 1) != 0> x(a);
  const BlockOperand<width, (ones & 2) != 0> y(b);
  eachVector<width>(out, count, [&](const auto& get) { return compute(get(x), get(y)); });
}

template <int width, int ones, auto compute>
void mapThree(const void* a, const void* b, const void* c, void* out, int64_t count) {
  const BlockOperand<width, (ones & 1) != 0> x(a);
  const BlockOperand<width, (ones & 2) != 0> y(b);
  const BlockOperand<width, (ones & 4) != 0> z(c);
  eachVector<width>(out, count, [&](const auto& get) { return compute(get(x), get(y), get(z)); });
}

// Bools between bytes and registers.
inline void bytesToBool(const void* a, const void*, const void*, void* out, int64_t count) {
  const uint8_t* from = static_cast<const uint8_t*>(a);
  uint32_t* to = static_cast<uint32_t*>(out);
  for (int64_t i = 0; i < count; i++) to[i] = from[i] != 0 ? ~0u : 0u;
}

inline void boolToBytes(const void* a, const void*, const void*, void* out, int64_t count) {
  const uint32_t* from = static_cast<const uint32_t*>(a);
  uint8_t* to = static_cast<uint8_t*>(out);
  for (int64_t i = 0; i < count; i++) to[i] = static_cast<uint8_t>(from[i] & 1);
}

// Fills registers with elements that lie otherwise than the loop goes. What is behind a row is overwritten by the next,
// and behind the last there is room for a vector.
template <int width>
void spreadWords(const SpreadRows& rows, uint32_t* out) {
  float* to = reinterpret_cast<float*>(out);
  const float* from = static_cast<const float*>(rows.from);
  for (int64_t row = 0; row < rows.rows; row++, from += rows.rowStride, to += rows.columns) {
    if (rows.stride == 0) {
      const Vector<width> value = BlockOperand<width, true>(from).whole(0);
      for (int64_t column = 0; column < rows.columns; column += width) store<width>(to + column, value);
    } else if (rows.stride == 1) {
      int64_t column = 0;
      for (; column + width <= rows.columns; column += width) store<width>(to + column, load<width>(from + column));
      if (column < rows.columns) store<width>(to + column, loadPart<width>(from + column, rows.columns - column));
    } else {
      for (int64_t column = 0; column < rows.columns; column++) to[column] = from[column * rows.stride];
    }
  }
}

inline void spreadBytes(const SpreadRows& rows, uint32_t* to) {
  const uint8_t* from = static_cast<const uint8_t*>(rows.from);
  for (int64_t row = 0; row < rows.rows; row++, from += rows.rowStride, to += rows.columns) {
    for (int64_t column = 0; column < rows.columns; column++) to[column] = from[column * rows.stride] != 0 ? ~0u : 0u;
  }
}

// Where the kernels of calls go in a table.
template <int width>
class ElementKernels {
 public:
  constexpr explicit ElementKernels(KernelTable& table) : table_(table) {}

  constexpr void fill() {
    fillUnary();
    fillPairs();
    fillComparisons();
    fillTriples();
    fillPairsOfCalls();
    table_.elements[indexOf(ElementCode::bytesToBool)][0] = bytesToBool;
    table_.elements[indexOf(ElementCode::boolToBytes)][0] = boolToBytes;
    table_.spreadWords = spreadWords<width>;
    table_.spreadBytes = spreadBytes;
  }

 private:
  using V = Vector<width>;
  using Code = ElementCode;

  // A number for the whole block is computed as a block of one element; a copy of it fills the block.
  template <auto compute>
  constexpr void one(Code code) {
    table_.elements[indexOf(code)][0] = mapOne<width, 0, compute>;
  }
  constexpr void fillingCopy(Code code) {
    one<copy<V>>(code);
    table_.elements[indexOf(code)][1] = mapOne<width, 1, copy<V>>;
  }
  template <auto compute>
  constexpr void two(Code code) {
    table_.elements[indexOf(code)][0] = mapTwo<width, 0, compute>;
    table_.elements[indexOf(code)][1] = mapTwo<width, 1, compute>;
    table_.elements[indexOf(code)][2] = mapTwo<width, 2, compute>;
  }
  template <auto compute>
  constexpr void three(Code code) {
    table_.elements[indexOf(code)][0] = mapThree<width, 0, compute>;
    table_.elements[indexOf(code)][2] = mapThree<width, 2, compute>;
    table_.elements[indexOf(code)][4] = mapThree<width, 4, compute>;
    table_.elements[indexOf(code)][6] = mapThree<width, 6, compute>;
  }

  constexpr void fillUnary() {
    fillingCopy(Code::copyFloat);
    fillingCopy(Code::copyInt);
    fillingCopy(Code::copyBool);
    one<floatToInt<V>>(Code::floatToInt);
    one<floatToBool<V>>(Code::floatToBool);
    one<intToFloat<V>>(Code::intToFloat);
    one<intToBool<V>>(Code::intToBool);
    one<boolToFloat<V>>(Code::boolToFloat);
    one<boolToInt<V>>(Code::boolToInt);
    one<magnitude<V>>(Code::abs);
    one<neg<V>>(Code::neg);
    one<square<V>>(Code::square);
    one<squareRoot<V>>(Code::sqrt);
    one<rsqrt<V>>(Code::rsqrt);
    one<reciprocal<V>>(Code::reciprocal);
    one<floor<V>>(Code::floor);
    one<ceil<V>>(Code::ceil);
    one<round<V>>(Code::round);
    one<sign<V>>(Code::sign);
    one<exp<V>>(Code::exp);
    one<expm1<V>>(Code::expm1);
    one<log<V>>(Code::log);
    one<log1p<V>>(Code::log1p);
    one<sigmoid<V>>(Code::sigmoid);
    one<tanh<V>>(Code::tanh);
    one<elu<V>>(Code::elu);
    one<selu<V>>(Code::selu);
    one<softplus<V>>(Code::softplus);
    one<erf<V>>(Code::erf);
    one<sin<V>>(Code::sin);
    one<cos<V>>(Code::cos);
    one<isNan<V>>(Code::isNan);
    one<isInf<V>>(Code::isInf);
    one<isFinite<V>>(Code::isFinite);
    one<absInt<V>>(Code::absInt);
    one<negInt<V>>(Code::negInt);
    one<squareInt<V>>(Code::squareInt);
    one<notBool<V>>(Code::notBool);
  }

  constexpr void fillPairs() {
    two<add<V>>(Code::add);
    two<sub<V>>(Code::sub);
    two<mul<V>>(Code::mul);
    two<div<V>>(Code::div);
    two<maximum<V>>(Code::maximum);
    two<minimum<V>>(Code::minimum);
    two<squaredDifference<V>>(Code::squaredDifference);
    two<atLeast<V>>(Code::atLeast);
    two<step<V>>(Code::step);
    two<prelu<V>>(Code::prelu);
    two<addInt<V>>(Code::addInt);
    two<subInt<V>>(Code::subInt);
    two<mulInt<V>>(Code::mulInt);
    two<maximumInt<V>>(Code::maximumInt);
    two<minimumInt<V>>(Code::minimumInt);
    two<andBool<V>>(Code::andBool);
    two<orBool<V>>(Code::orBool);
  }

  constexpr void fillComparisons() {
    two<equal<V>>(Code::equal);
    two<notEqual<V>>(Code::notEqual);
    two<greater<V>>(Code::greater);
    two<greaterEqual<V>>(Code::greaterEqual);
    two<less<V>>(Code::less);
    two<lessEqual<V>>(Code::lessEqual);
    two<equalInt<V>>(Code::equalInt);
    two<notEqualInt<V>>(Code::notEqualInt);
    two<greaterInt<V>>(Code::greaterInt);
    two<greaterEqualInt<V>>(Code::greaterEqualInt);
    two<lessInt<V>>(Code::lessInt);
    two<lessEqualInt<V>>(Code::lessEqualInt);
    two<equalInt<V>>(Code::equalBool);
    two<notEqualInt<V>>(Code::notEqualBool);
  }

  constexpr void fillTriples() {
    three<clip<V>>(Code::clip);
    three<clipInt<V>>(Code::clipInt);
    three<select<V>>(Code::selectFloat);
    three<select<V>>(Code::selectInt);
    three<select<V>>(Code::selectBool);
  }

  // What can be exchanged has its number second.
  constexpr void fillPairsOfCalls() {
    each<secondsOfPairs>([&](auto second) {
      constexpr SecondOfPair code = static_cast<SecondOfPair>(static_cast<int>(second));
      if constexpr (code != SecondOfPair::atLeast) {
        pairsOf<FirstOfPair::sub, code, 0, 1, 2>();
        pairsOf<FirstOfPair::mul, code, 0, 2>();
      }
      pairsOf<FirstOfPair::add, code, 0, 2>();
    });
    pairsOf<FirstOfPair::step, SecondOfPair::mul, 2>();
  }

  // `ones` are the forms of the first; the operand of the second is a number or not.
  template <FirstOfPair first, SecondOfPair second, int... ones>
  constexpr void pairsOf() {
    auto& forms = table_.pairs[indexOf(first)][indexOf(second)];
    ((forms[ones] = mapThree<width, ones, pair<first, second, V>>), ...);
    ((forms[ones | 4] = mapThree<width, ones | 4, pair<first, second, V>>), ...);
  }

  KernelTable& table_;
};

}  // namespace
}  // namespace isograd
