// Maxima and means of windows, and their gradients.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: whether means, else maxima, are taken; the batch, the volume of the input, the channels, the volume of the
// output; the window, its strides, its dilations and the padding before, each for depth, height and width; x and y.
// Padding counts for nothing: a window without pixels has the maximum -Infinity and the mean 0. A NaN is the maximum of
// its window.
std::unique_ptr<Operation> readPooling(WordReader& reader);

// The same arguments, but for the tensors: dy, dx, and x, which is there for maxima alone. The gradient of a maximum goes
// to the first one of its window, or to the first NaN.
std::unique_ptr<Operation> readPoolingGradient(WordReader& reader);

}  // namespace isograd
