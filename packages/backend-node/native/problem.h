// What can be wrong with a list of instructions, or with a run of it. JavaScript gets the code and turns it into an
// error.
#pragma once

#include <cstdint>

namespace isograd {

enum class ProblemCode {
  // An instruction that does not exist; one that is longer or shorter than its kind; a list that ends inside of one.
  opcode = 1,
  length = 2,
  // A size or flag outside of what its kind allows; sizes that do not fit each other.
  argument = 3,
  // More bytes than can be counted.
  overflow = 4,
  // A place beyond the memory, or not on a boundary of four bytes.
  range = 5,
  alignment = 6,
  // A result that lies where an operand is.
  overlap = 7,
  // A slot without an address, or one that is used where none are given.
  slot = 8,
  // No memory is attached; the system gives no more of its own.
  detached = 9,
  exhausted = 10,
};

struct Problem {
  ProblemCode code;
  // The word of the list where it was found, or the slot; -1 where neither is.
  int64_t place = -1;
  // What was found there, for instance the end of a range in bytes.
  double value = 0;
};

}  // namespace isograd
