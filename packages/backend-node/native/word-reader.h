// Reads one instruction: whatever the words are, what it returns is within limits, or it throws a Problem.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "problem.h"

namespace isograd {

// A tensor of an instruction: at a known place, or in a slot whose address comes with each run.
struct Operand {
  static constexpr int32_t known = -1, absent = -2;

  int32_t slot = absent;
  // From the beginning of the memory, or of the slot.
  uint32_t offset = 0;
  int64_t bytes = 0;
  // Its address is a multiple of this.
  int64_t elementBytes = sizeof(float);
  bool isOutput = false;
  // Of an input: whether it may be the very tensor of a result, since each element is read before that at its place is
  // written.
  bool mayBeResult = false;
  // The word that says so.
  int64_t place = -1;
};

class WordReader {
 public:
  // `first` is the place of the first word in the whole list.
  WordReader(const int32_t* words, int64_t count, int64_t first) : words_(words), count_(count), first_(first) {}

  int64_t place() const { return first_ + next_; }
  bool isAtEnd() const { return next_ == count_; }

  int32_t word() {
    if (next_ >= count_) throw Problem{ProblemCode::length, first_, static_cast<double>(count_)};
    return words_[next_++];
  }

  // A whole number from `least` to `most`.
  int64_t number(int64_t least, int64_t most = std::numeric_limits<int32_t>::max()) {
    const int64_t at = place();
    const int64_t value = word();
    if (value < least || value > most) throw Problem{ProblemCode::argument, at, static_cast<double>(value)};
    return value;
  }

  int64_t size() { return number(0); }

  bool flag() { return number(0, 1) == 1; }

  float real() {
    const int32_t bits = word();
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
  }

  // 1 for bool, 4 for float32 and int32.
  int64_t elementBytes() {
    const int64_t at = place();
    const int64_t bytes = word();
    if (bytes != 1 && bytes != sizeof(float)) throw Problem{ProblemCode::argument, at, static_cast<double>(bytes)};
    return bytes;
  }

  // A tensor with the product of these sizes, of elements of so many bytes.
  template <class... Sizes>
  Operand elements(int64_t elementBytes, bool isOutput, Sizes... sizes) {
    Operand operand = read(isOutput);
    if (operand.slot == Operand::absent) {
      throw Problem{ProblemCode::argument, operand.place, static_cast<double>(operand.slot)};
    }
    operand.elementBytes = elementBytes;
    operand.bytes = bytesOf(operand.place, elementBytes, sizes...);
    return operand;
  }

  // One of float32.
  template <class... Sizes>
  Operand floats(bool isOutput, Sizes... sizes) {
    return elements(sizeof(float), isOutput, sizes...);
  }

  // One of float32 that may be missing.
  template <class... Sizes>
  Operand optionalFloats(Sizes... sizes) {
    Operand operand = read(false);
    if (operand.slot != Operand::absent) operand.bytes = bytesOf(operand.place, sizeof(float), sizes...);
    return operand;
  }

  void end() const {
    if (!isAtEnd()) throw Problem{ProblemCode::length, first_, static_cast<double>(count_)};
  }

 private:
  // Slots of a list, at most: each has an entry in tables.
  static constexpr int32_t mostSlots = 1 << 20;

  // A memory has 65536 pages at most.
  static constexpr int64_t mostBytes = int64_t{1} << 32;

  Operand read(bool isOutput) {
    const int64_t at = place();
    const int32_t slot = static_cast<int32_t>(number(Operand::absent, mostSlots - 1));
    const uint32_t offset = static_cast<uint32_t>(word());
    Operand operand;
    operand.slot = slot;
    operand.offset = offset;
    operand.isOutput = isOutput;
    operand.place = at;
    return operand;
  }

  template <class... Sizes>
  static int64_t bytesOf(int64_t place, int64_t elementBytes, Sizes... sizes) {
    bool isTooLarge = false;
    bool isEmpty = false;
    int64_t bytes = elementBytes;
    ((isEmpty = isEmpty || sizes == 0), ...);
    if (isEmpty) return 0;
    ((isTooLarge = __builtin_mul_overflow(bytes, static_cast<int64_t>(sizes), &bytes) || isTooLarge), ...);
    if (isTooLarge || bytes > mostBytes) throw Problem{ProblemCode::overflow, place};
    return bytes;
  }

  const int32_t* words_;
  const int64_t count_, first_;
  int64_t next_ = 0;
};

}  // namespace isograd
