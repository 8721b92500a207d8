// Sums of the rows of a matrix by the segment that each row names: the transpose of a look-up.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: whether elements are int32, whose sums wrap around, else float32; the number of rows, their size, the
// number of segments; x [rows, size], the int32 segment of each row, of which one outside is left out, and the result
// [segments, size]. Each sum adds its rows in their order.
std::unique_ptr<Operation> readSegmentSum(WordReader& reader);

}  // namespace isograd
