// An elementwise instruction once it is read: where its values are kept, and what is done for each block of elements.
//
// A seat is an entry of a table of addresses, one for each value: a tensor as far as the loop has come in it, a number,
// or a register, which is a piece of scratch memory as long as a block. Registers are used again when nothing needs
// what is in them.
#pragma once

#include <vector>

#include "element-list.h"

namespace isograd {

// A number of the list.
struct ElementNumber {
  int seat;
  uint32_t bits;
};

struct ElementRegister {
  int seat;
  // In the scratch memory, in elements.
  int64_t offset;
};

// A tensor whose place goes on with the blocks.
struct MovingTensor {
  int seat;
  size_t tensor;
  int64_t elementBytes;
  // Without strides it lies as the loop goes.
  bool isDense;
  ElementStrides strides;
};

// A tensor that fills a register in the order of the loop.
struct SpreadTensor {
  int seat;
  size_t tensor;
  int64_t elementBytes;
  ElementStrides strides;
  // Elements that lie as the loop goes: a block that is a part of them is read where it is.
  int64_t denseRun;
  ElementRegister target;
};

// An input and a result that is written before the input has been read for the last time: where both are one tensor,
// a block of it is set aside first.
struct ElementHazard {
  size_t input, output;
  int seat;
  ElementRegister aside;
};

// For how many elements a step is done: one number that stands for the block; those of the block; or whole vectors,
// since nothing is in memory that belongs to others.
enum class StepLength { one, block, vectors };

struct ElementStep {
  ElementCode code;
  // Operands of which one number stands for the block, by bits.
  int ones;
  int from[mostElementOperands];
  int to;
  StepLength length;
  // Whether it is two calls instead of the one that `code` says, and which.
  bool isPair = false;
  FirstOfPair first = FirstOfPair::add;
  SecondOfPair second = SecondOfPair::add;
};

// Of the widest vectors; behind a register there is room for one.
constexpr int64_t mostLanes = 16;

struct ElementPlan {
  explicit ElementPlan(const ElementList& list);

  ElementLoop loop;
  int seats = 0;
  // Of the registers of a thread, in elements of 4 bytes.
  int64_t scratchElements = 0;
  std::vector<ElementNumber> numbers;
  std::vector<ElementRegister> registers;
  // Tensors of one number.
  std::vector<std::pair<int, size_t>> still;
  std::vector<MovingTensor> moving;
  // Once for all blocks, and for each block.
  std::vector<SpreadTensor> spreadBefore, spread;
  std::vector<ElementStep> before, steps;
  std::vector<ElementHazard> hazards;
  // Of an element, in sums.
  int64_t cost = 0;
};

}  // namespace isograd
