// Elementwise calls one after the other over the elements of a shape, block by block: what comes from memory is read
// once, what others need is written once.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: the number of axes and their sizes, outermost first; the number of inputs and, for each, its dtype (0
// float32, 1 int32, 2 bool), its strides by axis in elements, its tensor; the number of calls and, for each, its code
// and its operands: 0 and the bits of a number, 1 and an input, 2 and an earlier call; the number of results and, for
// each, its call and its tensor. A result may be the tensor of an input that lies as the loop goes.
std::unique_ptr<Operation> readElementwise(WordReader& reader);

}  // namespace isograd
