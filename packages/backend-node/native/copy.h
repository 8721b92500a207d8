// Blocks of elements that move: axes in another order, slices, borders, tiles, tensors that are joined or parted.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: bytes of an element, 1 or 4; whether one tensor is parted into many, else many are joined to one; the
// number of pieces. For each piece: the number of its axes, up to 12; for each axis its size, the steps in the source
// and in the target from one of its elements to the next, in elements, of any sign; the offsets of the first element
// in source and target; the tensor that only this piece has, the source where many are joined. Last, the tensor that
// all pieces share.
// Each element of the target is written once at most: of pieces that meet, which one stays is not said.
std::unique_ptr<Operation> readCopy(WordReader& reader);

}  // namespace isograd
