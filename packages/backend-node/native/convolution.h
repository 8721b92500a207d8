// Convolutions of images and volumes, channels last, and their gradients. An image is a volume of depth 1.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments of all three: batch; depth, height, width and channels of x; depth, height, width and channels of y; depth,
// height and width of the filter; strides, dilations, and the padding before, along each axis; groups. Then
//   forward: activation and its slope; x, filter, y, and a bias of the channels of y, which may be absent;
//   gradient of the input: activation and its slope; dy, filter, dx, and a bias of the channels of x (a transposed
//     convolution has these);
//   gradient of the filter: x, dy, and the gradient.
// The filter is [depth, height, width, channels / groups, filters].
std::unique_ptr<Operation> readConvolution(WordReader& reader);
std::unique_ptr<Operation> readConvolutionInputGradient(WordReader& reader);
std::unique_ptr<Operation> readConvolutionFilterGradient(WordReader& reader);

}  // namespace isograd
