// Softmax and its logarithm, row by row.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: whether the logarithm is wanted; rows, and the length of each; x and the results, of float32.
std::unique_ptr<Operation> readSoftmax(WordReader& reader);

}  // namespace isograd
