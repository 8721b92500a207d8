// Means and variances of columns.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: rows and channels; x, the means, and the variances, which are divided by the number of rows.
std::unique_ptr<Operation> readMoments(WordReader& reader);

}  // namespace isograd
