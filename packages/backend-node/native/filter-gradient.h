// The gradient of a convolution's filter.
#pragma once

#include "engine.h"
#include "left-windows.h"

namespace isograd {

// gradient[tap] += transpose(windows of tap) · dy, where the gradient is zero. `filters` columns of `dy` and of the
// gradient belong to this group; their rows are `stride` apart.
void addFilterGradient(Engine& engine, const Windows& windows, const float* dy, int64_t filters, int64_t stride,
                       float* gradient);

}  // namespace isograd
