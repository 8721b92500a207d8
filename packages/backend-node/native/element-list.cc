// Reads the words of an elementwise instruction.
#include "element-list.h"

namespace isograd {

namespace {

constexpr int64_t mostInputs = 1 << 8, mostCalls = 1 << 10, mostOutputs = 1 << 8;

}  // namespace

ElementList::ElementList(WordReader& reader, std::vector<Operand>& operands) : loop(reader) {
  readInputs(reader, operands);
  readCalls(reader);
  readOutputs(reader, operands);
  std::vector<ElementStrides> strides;
  for (const ElementInput& input : inputs) strides.push_back(input.strides);
  loop.divide(strides);
}

void ElementList::readInputs(WordReader& reader, std::vector<Operand>& operands) {
  for (int64_t count = reader.number(0, mostInputs); count > 0; count--) {
    const ElementType type = static_cast<ElementType>(reader.number(0, 2));
    const int64_t place = reader.place();
    const ElementStrides strides = loop.readStrides(reader);
    Operand operand = reader.elements(bytesOf(type), false, loop.extent(strides, place));
    operand.mayBeResult = loop.isDense(strides);
    inputs.push_back({type, strides, operands.size()});
    operands.push_back(operand);
  }
}

void ElementList::readCalls(WordReader& reader) {
  for (int64_t count = reader.number(0, mostCalls); count > 0; count--) {
    ElementCall call{static_cast<ElementCode>(reader.number(0, elementCodesOfLists - 1)), {}};
    const ElementSignature signature = signatureOf(call.code);
    for (int operand = 0; operand < signature.operands; operand++) {
      call.arguments[operand] = readArgument(reader, signature.from[operand]);
    }
    calls.push_back(call);
  }
}

// A kind, 0 for numbers, 1 for inputs and 2 for calls, and bits or an index.
ElementArgument ElementList::readArgument(WordReader& reader, ElementType type) const {
  const int64_t kind = reader.number(0, 2), place = reader.place();
  if (kind == 0) {
    const uint32_t bits = static_cast<uint32_t>(reader.word());
    return {true, type == ElementType::boolean && bits != 0 ? ~0u : bits, 0};
  }
  const int64_t known = static_cast<int64_t>(kind == 1 ? inputs.size() : calls.size());
  const size_t index = static_cast<size_t>(reader.number(0, known - 1));
  const size_t value = kind == 1 ? index : valueOf(index);
  if (typeOf(value) != type) throw Problem{ProblemCode::argument, place, static_cast<double>(index)};
  return {false, 0, value};
}

void ElementList::readOutputs(WordReader& reader, std::vector<Operand>& operands) {
  for (int64_t count = reader.number(0, mostOutputs); count > 0; count--) {
    const size_t value = valueOf(static_cast<size_t>(reader.number(0, static_cast<int64_t>(calls.size()) - 1)));
    outputs.push_back({value, operands.size()});
    operands.push_back(reader.elements(bytesOf(typeOf(value)), true, loop.total()));
  }
}

}  // namespace isograd
