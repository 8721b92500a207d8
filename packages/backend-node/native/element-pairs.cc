// Looks for pairs that there is a kernel for.
#include "element-pairs.h"

namespace isograd {

namespace {

std::optional<FirstOfPair> firstOfPair(ElementCode code) {
  switch (code) {
    case ElementCode::add:
      return FirstOfPair::add;
    case ElementCode::sub:
      return FirstOfPair::sub;
    case ElementCode::mul:
    case ElementCode::square:
      return FirstOfPair::mul;
    case ElementCode::step:
      return FirstOfPair::step;
    default:
      return std::nullopt;
  }
}

// Of a call whose operand, the first or the second, is what the first call gives.
std::optional<SecondOfPair> secondOfPair(ElementCode code, int operand) {
  switch (code) {
    case ElementCode::add:
      return SecondOfPair::add;
    case ElementCode::sub:
      return operand == 0 ? SecondOfPair::sub : SecondOfPair::subFrom;
    case ElementCode::mul:
      return SecondOfPair::mul;
    case ElementCode::div:
      return operand == 0 ? SecondOfPair::div : SecondOfPair::divInto;
    case ElementCode::sqrt:
      return SecondOfPair::sqrt;
    case ElementCode::atLeast:
      if (operand == 0) return SecondOfPair::atLeast;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

bool isOneNumber(const ElementArgument& argument, const std::vector<Change>& changes) {
  return argument.isNumber || isOne(changes[argument.value]);
}

// The call with an operand that is the result of another; nothing where there is no kernel for both.
std::optional<ElementPair> pairOf(const ElementList& list, const std::vector<Change>& changes, const ElementCall& call,
                                  int operand) {
  const size_t firstCall = call.arguments[operand].value - list.inputs.size();
  const ElementCall& one = list.calls[firstCall];
  const std::optional<FirstOfPair> first = firstOfPair(one.code);
  const std::optional<SecondOfPair> second = secondOfPair(call.code, operand);
  if (!first || !second) return std::nullopt;
  const ElementArgument& a = one.arguments[0];
  const ElementArgument& b = one.arguments[one.code == ElementCode::square ? 0 : 1];
  ElementPair pair{firstCall, *first, *second, call.operands() + 1, {a, b, call.arguments[1 - operand]}, 0};
  const bool isSymmetric = *first == FirstOfPair::add || *first == FirstOfPair::mul;
  if (isSymmetric && isOneNumber(a, changes)) std::swap(pair.arguments[0], pair.arguments[1]);
  for (int each = 0; each < pair.operands; each++) {
    if (isOneNumber(pair.arguments[each], changes)) pair.ones |= 1 << each;
  }
  const bool hasKernel = anyKernels().pairs[indexOf(*first)][indexOf(*second)][pair.ones] != nullptr;
  return hasKernel ? std::optional(pair) : std::nullopt;
}

// How many operands and results each value is.
std::vector<int64_t> countUses(const ElementList& list) {
  std::vector<int64_t> uses(list.values());
  for (const ElementCall& call : list.calls) {
    for (int operand = 0; operand < call.operands(); operand++) {
      if (!call.arguments[operand].isNumber) uses[call.arguments[operand].value]++;
    }
  }
  for (const ElementOutput& output : list.outputs) uses[output.value]++;
  return uses;
}

}  // namespace

std::vector<std::optional<ElementPair>> findPairs(const ElementList& list, const std::vector<Change>& changes) {
  const std::vector<int64_t> uses = countUses(list);
  std::vector<std::optional<ElementPair>> pairs(list.calls.size());
  const auto canBeFirst = [&](const ElementArgument& argument) {
    if (argument.isNumber || argument.value < list.inputs.size()) return false;
    const bool isOnceNeeded = uses[argument.value] == 1 && changes[argument.value] == Change::always;
    return isOnceNeeded && !pairs[argument.value - list.inputs.size()];
  };
  for (size_t index = 0; index < list.calls.size(); index++) {
    const ElementCall& call = list.calls[index];
    for (int operand = 0; operand < call.operands() && operand < 2 && !pairs[index]; operand++) {
      if (canBeFirst(call.arguments[operand])) pairs[index] = pairOf(list, changes, call, operand);
    }
  }
  return pairs;
}

}  // namespace isograd
