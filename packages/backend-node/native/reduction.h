// Sums, products and extrema along any axes.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: the fold (0 sum, 1 product, 2 maximum, 3 minimum of float32; 4 to 7 the same of int32; 8 and 9 maximum and
// minimum of bools, which are any and all); what results of float32 are multiplied by; seven sizes, by turns of axes
// that stay and axes that are reduced; x and the results.
std::unique_ptr<Operation> readReduction(WordReader& reader);

}  // namespace isograd
