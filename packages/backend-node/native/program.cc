// The kinds of instructions, and their way through the memory.
#include "program.h"

#include "arg-extremum.h"
#include "convolution.h"
#include "copy.h"
#include "elementwise.h"
#include "fill.h"
#include "float-mode.h"
#include "gather.h"
#include "matrix-product.h"
#include "moments.h"
#include "pooling.h"
#include "random-bits.h"
#include "reduction.h"
#include "segment-sum.h"
#include "softmax.h"

namespace isograd {

namespace {

using Read = std::unique_ptr<Operation> (*)(WordReader& reader);

struct Kind {
  int32_t opcode;
  Read read;
};

constexpr Kind kinds[] = {{1, readMatrixProduct},
                          {2, readConvolution},
                          {3, readConvolutionInputGradient},
                          {4, readConvolutionFilterGradient},
                          {5, readElementwise},
                          {6, readReduction},
                          {7, readArgExtremum},
                          {8, readSoftmax},
                          {9, readMoments},
                          {16, readCopy},
                          {17, readFill},
                          {18, readPooling},
                          {19, readPoolingGradient},
                          {20, readGather},
                          {21, readSegmentSum},
                          {22, readRandomBits},
                          {23, readOneHot}};

// Two words come before the arguments.
constexpr int64_t headerWords = 2;

const Kind& kindOf(int32_t opcode, int64_t place) {
  for (const Kind& kind : kinds) {
    if (kind.opcode == opcode) return kind;
  }
  throw Problem{ProblemCode::opcode, place, static_cast<double>(opcode)};
}

// Whether two tensors are one, and may be.
bool isInPlace(const Operand& out, const Operand& other, bool isAtOnePlace) {
  return other.mayBeResult && isAtOnePlace && out.bytes == other.bytes;
}

// Whether a result shares bytes with another tensor of its operation.
void checkOverlaps(const Operation& operation, float* const* tensors) {
  const std::vector<Operand>& operands = operation.operands();
  for (size_t out = 0; out < operands.size(); out++) {
    if (!operands[out].isOutput || operands[out].bytes == 0) continue;
    const uint8_t* begin = reinterpret_cast<const uint8_t*>(tensors[out]);
    for (size_t other = 0; other < operands.size(); other++) {
      if (other == out || tensors[other] == nullptr || operands[other].bytes == 0) continue;
      const uint8_t* from = reinterpret_cast<const uint8_t*>(tensors[other]);
      if (isInPlace(operands[out], operands[other], from == begin)) continue;
      if (from < begin + operands[out].bytes && begin < from + operands[other].bytes) {
        throw Problem{ProblemCode::overlap, operands[out].place};
      }
    }
  }
}

}  // namespace

Program::Program(const int32_t* words, int64_t count) {
  size_t tensors = 0;
  for (int64_t place = 0; place < count;) {
    if (count - place < headerWords) throw Problem{ProblemCode::length, place, static_cast<double>(count - place)};
    const int64_t length = words[place + 1];
    if (length < headerWords || length > count - place) {
      throw Problem{ProblemCode::length, place, static_cast<double>(length)};
    }
    WordReader reader(words + place + headerWords, length - headerWords, place + headerWords);
    operations_.push_back(kindOf(words[place], place).read(reader));
    reader.end();
    tensors += operations_.back()->operands().size();
    place += length;
  }
  tensors_.resize(tensors);
}

void Program::run(Engine& engine, const MemoryView& memory, const uint32_t* slots, int64_t slotCount) {
  if (memory.base == nullptr) throw Problem{ProblemCode::detached};
  locate(memory, slots, slotCount);
  const FlushedDenormals mode;
  float* const* tensors = tensors_.data();
  for (const std::unique_ptr<Operation>& operation : operations_) {
    operation->run(engine, tensors);
    tensors += operation->operands().size();
  }
}

void Program::locate(const MemoryView& memory, const uint32_t* slots, int64_t slotCount) {
  float** tensors = tensors_.data();
  for (const std::unique_ptr<Operation>& operation : operations_) {
    const std::vector<Operand>& operands = operation->operands();
    for (size_t index = 0; index < operands.size(); index++) {
      tensors[index] = memory.locate(operands[index], slots, slotCount);
    }
    checkOverlaps(*operation, tensors);
    tensors += operands.size();
  }
}

}  // namespace isograd
