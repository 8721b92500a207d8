// The words of an elementwise instruction as they stand there: inputs, calls on them and on each other, results.
#pragma once

#include <vector>

#include "element-loop.h"

namespace isograd {

inline int64_t bytesOf(ElementType type) { return type == ElementType::boolean ? 1 : 4; }

struct ElementInput {
  ElementType type;
  ElementStrides strides;
  size_t tensor;
};

// Of a call: a number, or the value with an index, of which inputs come first, then the calls.
struct ElementArgument {
  bool isNumber;
  uint32_t bits;
  size_t value;
};

struct ElementCall {
  ElementCode code;
  ElementArgument arguments[mostElementOperands];

  int operands() const { return signatureOf(code).operands; }
};

struct ElementOutput {
  size_t value;
  size_t tensor;
};

struct ElementList {
  // Reads it, with its tensors: inputs, then results. Throws a Problem.
  ElementList(WordReader& reader, std::vector<Operand>& operands);

  size_t values() const { return inputs.size() + calls.size(); }
  ElementType typeOf(size_t value) const {
    return value < inputs.size() ? inputs[value].type : signatureOf(calls[value - inputs.size()].code).to;
  }
  size_t valueOf(size_t call) const { return inputs.size() + call; }

  ElementLoop loop;
  std::vector<ElementInput> inputs;
  std::vector<ElementCall> calls;
  std::vector<ElementOutput> outputs;

 private:
  void readInputs(WordReader& reader, std::vector<Operand>& operands);
  void readCalls(WordReader& reader);
  ElementArgument readArgument(WordReader& reader, ElementType type) const;
  void readOutputs(WordReader& reader, std::vector<Operand>& operands);
};

}  // namespace isograd
