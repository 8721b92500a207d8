// The only source of randomness: Threefry-2x32, the same bits as on every backend (packages/core/src/random).
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: the number of elements; the bits of each, 1 to 32; the first counter word; the key, int32 [4] with 16 bits
// in each; the second counter word, an int32, which may be missing for 0; the result, int32.
std::unique_ptr<Operation> readRandomBits(WordReader& reader);

}  // namespace isograd
