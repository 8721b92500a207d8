// Elementwise calls on blocks of elements: from vectors, or one number for the whole block.
#pragma once

#include "block-operand.h"
#include "element-functions.h"
#include "spread.h"

namespace isograd {
namespace {

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
