// A list of instructions, read and checked once, and run as often as one likes.
//
// The list is made of words of 32 bits: for each instruction its opcode, the number of its words, and its arguments.
// A tensor is two words: -1 and its byte address; or the number of a slot, whose address comes with each run, and an
// offset in bytes; or -2 and 0 where an optional one is missing.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine.h"
#include "memory-view.h"
#include "word-reader.h"

namespace isograd {

// One instruction, checked but for the addresses of its tensors.
class Operation {
 public:
  virtual ~Operation() = default;
  const std::vector<Operand>& operands() const { return operands_; }
  // Computes; `tensors` are those of operands(), null where one is absent.
  virtual void run(Engine& engine, float* const* tensors) = 0;

 protected:
  std::vector<Operand> operands_;
};

class Program {
 public:
  // Throws a Problem.
  Program(const int32_t* words, int64_t count);

  // Looks all addresses up before anything is computed; throws a Problem.
  void run(Engine& engine, const MemoryView& memory, const uint32_t* slots, int64_t slotCount);

 private:
  void locate(const MemoryView& memory, const uint32_t* slots, int64_t slotCount);

  std::vector<std::unique_ptr<Operation>> operations_;
  // Where the tensors of all operations lie in this run.
  std::vector<float*> tensors_;
};

}  // namespace isograd
