// Products of matrices in batches, in all transposed forms, with bias and activation.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: batches, m, n, k; from a matrix A to that of the next batch, in matrices, 0 or 1; likewise for B; whether
// A is [k, m]; whether B is [n, k]; 0 or 1 for a bias of n columns or m rows; whether the product is added to what is
// in C; the activation and its slope; A, B, C and the bias, which may be absent.
std::unique_ptr<Operation> readMatrixProduct(WordReader& reader);

}  // namespace isograd
