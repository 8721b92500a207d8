// One value everywhere.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: bytes of an element, 1 or 4; the number of elements; the bits of the value, of which a byte takes the
// lowest; the tensor.
std::unique_ptr<Operation> readFill(WordReader& reader);

// Rows with one element switched on. Arguments: bytes of an element, 1 or 4; the number of rows and their size; the
// bits of what is on and of what is off; the int32 index of each row, of which one outside of it switches nothing on;
// the result.
std::unique_ptr<Operation> readOneHot(WordReader& reader);

}  // namespace isograd
