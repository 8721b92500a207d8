// Rows of tables by their index.
#pragma once

#include <memory>

#include "program.h"

namespace isograd {

// Arguments: bytes of an element, 1 or 4; the number of tables, the rows of each, the number of indices, the elements
// of a row; the tables [tables, rows, elements], the int32 indices, of which all tables have the same, and the result
// [tables, indices, elements]. Where an index names no row, zeros are written; whoever wants an error looks before.
std::unique_ptr<Operation> readGather(WordReader& reader);

}  // namespace isograd
