// Where the largest or the smallest numbers along an axis are.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: whether the smallest are looked for; the sizes before the axis, of the axis, and behind it; x, and the
// places, of int32. The first of several counts; the first NaN counts as both; where the axis is empty there are zeros.
std::unique_ptr<Operation> readArgExtremum(WordReader& reader);

}  // namespace isograd
