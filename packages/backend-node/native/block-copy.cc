// Axes are sorted by their distance in the target and joined where they can be. The last two of them are rows and
// columns: runs where columns lie side by side on both sides; squares that are transposed where those of the source
// are rows of the target; else element by element.
#include "block-copy.h"

#include <algorithm>

namespace isograd {

namespace {

// Of a matrix to transpose, rows of a cache line become columns, so that each is written at once; whole rows of them,
// since places whose addresses differ by powers of two push each other out of caches.
constexpr int64_t columnsOfLine = 16, rowsTransposed = 2048;

// A run that is worth a thread, and elements that are.
constexpr int64_t bytesOfRun = int64_t{1} << 17, elementsAtOnce = 4096;

// Fewer turns of a loop than that are better those of one around it.
constexpr int64_t few = 8;

// An address is below that.
constexpr int64_t mostElements = int64_t{1} << 32;

int64_t tilesOf(int64_t size, int64_t atOnce) { return (size + atOnce - 1) / atOnce; }

}  // namespace

BlockCopy BlockCopy::read(WordReader& reader, int64_t elementBytes) {
  BlockCopy block;
  block.elementBytes_ = elementBytes;
  const int64_t place = reader.place();
  const int64_t rank = reader.number(0, mostAxes);
  for (int64_t index = 0; index < rank; index++) {
    constexpr int64_t any = std::numeric_limits<int32_t>::min();
    const int64_t size = reader.size(), from = reader.number(any), to = reader.number(any);
    if (size == 0) block.isEmpty_ = true;
    if (size != 1) block.axes_[block.rank_++] = {size, from, to};
  }
  const int64_t from = reader.size(), to = reader.size();
  if (block.isEmpty_) return block;
  block.source_ = {from, from};
  block.target_ = {to, to};
  for (int index = 0; index < block.rank_; index++) {
    const Axis& axis = block.axes_[index];
    const auto widen = [&](Extent& extent, int64_t step) {
      const int64_t reach = (axis.size - 1) * step;
      (reach < 0 ? extent.lowest : extent.highest) += reach;
      if (reach > mostElements || extent.highest > mostElements) throw Problem{ProblemCode::overflow, place};
      if (extent.lowest < 0) throw Problem{ProblemCode::range, place, static_cast<double>(extent.lowest)};
    };
    widen(block.source_, axis.from);
    widen(block.target_, axis.to);
  }
  block.fromFirst_ = from - block.source_.lowest;
  block.toFirst_ = to - block.target_.lowest;
  block.plan(place);
  return block;
}

void BlockCopy::plan(int64_t place) {
  // The target is written forwards.
  for (int index = 0; index < rank_; index++) {
    Axis& axis = axes_[index];
    if (axis.to >= 0) continue;
    fromFirst_ += (axis.size - 1) * axis.from;
    toFirst_ += (axis.size - 1) * axis.to;
    axis = {axis.size, -axis.from, -axis.to};
  }
  std::sort(axes_, axes_ + rank_, [](const Axis& a, const Axis& b) { return a.to > b.to; });
  // A place that is written twice would depend on who comes last.
  int64_t reach = 0;
  for (int index = rank_ - 1; index >= 0; index--) {
    if (axes_[index].to <= reach) throw Problem{ProblemCode::argument, place, static_cast<double>(axes_[index].to)};
    reach += axes_[index].to * (axes_[index].size - 1);
  }
  int joined = 0;
  for (int index = 0; index < rank_; index++) {
    const Axis& inner = axes_[index];
    if (joined > 0) {
      Axis& outer = axes_[joined - 1];
      if (outer.from == inner.size * inner.from && outer.to == inner.size * inner.to) {
        outer = {outer.size * inner.size, inner.from, inner.to};
        continue;
      }
    }
    axes_[joined++] = inner;
  }
  rank_ = joined;
  if (rank_ == 0) axes_[rank_++] = {1, 1, 1};
  if (rank_ == 1) {
    axes_[1] = axes_[0];
    axes_[0] = {1, 0, 0};
    rank_ = 2;
  }
  chooseForm();
  cutTiles();
}

void BlockCopy::chooseForm() {
  Axis &rows = axes_[rank_ - 2], &columns = axes_[rank_ - 1];
  const auto makeRows = [&](Axis* axis) { std::rotate(axis, axis + 1, &columns); };
  if (columns.to == 1 && columns.from != 1 && columns.size >= 4 && elementBytes_ == sizeof(float)) {
    Axis* const beside =
        std::find_if(axes_, &columns, [](const Axis& axis) { return axis.from == 1 && axis.size >= 4; });
    if (beside != &columns) {
      form_ = Form::transposed;
      return makeRows(beside);
    }
  }
  form_ = columns.to == 1 && columns.from == 1 ? Form::rows : Form::steps;
  if (rows.size < few) makeRows(std::max_element(axes_, &columns, [](auto& a, auto& b) { return a.size < b.size; }));
  if (form_ == Form::steps && columns.size < few && rows.size > columns.size) std::swap(rows, columns);
}

void BlockCopy::cutTiles() {
  const Axis &rows = axes_[rank_ - 2], &columns = axes_[rank_ - 1];
  if (form_ == Form::transposed) {
    rowsAtOnce_ = columnsOfLine;
    columnsAtOnce_ = rowsTransposed;
  } else {
    const int64_t elements = form_ == Form::rows ? bytesOfRun / elementBytes_ : elementsAtOnce;
    columnsAtOnce_ = std::min(columns.size, elements);
    rowsAtOnce_ = elements / columnsAtOnce_;
  }
  rowsAtOnce_ = std::min(rowsAtOnce_, rows.size);
  columnsAtOnce_ = std::min(columnsAtOnce_, columns.size);
  rowTiles_ = tilesOf(rows.size, rowsAtOnce_);
  columnTiles_ = tilesOf(columns.size, columnsAtOnce_);
  blocks_ = 1;
  for (int index = 0; index < rank_ - 2; index++) blocks_ *= axes_[index].size;
}

void BlockCopy::copy(const KernelTable& kernels, const uint8_t* from, uint8_t* to, int64_t firstTile,
                     int64_t lastTile) const {
  const int outer = rank_ - 2;
  const int64_t tilesOfBlock = rowTiles_ * columnTiles_;
  int64_t fromElement = fromFirst_, toElement = toFirst_, inBlock = 0;
  int64_t indices[mostAxes] = {};
  if (firstTile > 0) {
    inBlock = firstTile % tilesOfBlock;
    int64_t block = firstTile / tilesOfBlock;
    for (int index = outer - 1; index >= 0; index--) {
      const Axis& axis = axes_[index];
      indices[index] = block % axis.size;
      block /= axis.size;
      fromElement += indices[index] * axis.from;
      toElement += indices[index] * axis.to;
    }
  }
  for (int64_t tile = firstTile; tile < lastTile; tile++) {
    copyTile(kernels, from + fromElement * elementBytes_, to + toElement * elementBytes_, inBlock);
    if (++inBlock < tilesOfBlock) continue;
    inBlock = 0;
    for (int index = outer - 1; index >= 0; index--) {
      const Axis& axis = axes_[index];
      fromElement += axis.from;
      toElement += axis.to;
      if (++indices[index] < axis.size) break;
      indices[index] = 0;
      fromElement -= axis.size * axis.from;
      toElement -= axis.size * axis.to;
    }
  }
}

void BlockCopy::copyTile(const KernelTable& kernels, const uint8_t* from, uint8_t* to, int64_t tile) const {
  const Axis &rows = axes_[rank_ - 2], &columns = axes_[rank_ - 1];
  int64_t rowCount = rowsAtOnce_, columnCount = columnsAtOnce_;
  if (tile > 0) {
    const int64_t row = tile / columnTiles_ * rowsAtOnce_, column = tile % columnTiles_ * columnsAtOnce_;
    from += (row * rows.from + column * columns.from) * elementBytes_;
    to += (row * rows.to + column * columns.to) * elementBytes_;
    rowCount = std::min(rowCount, rows.size - row);
    columnCount = std::min(columnCount, columns.size - column);
  }
  if (form_ == Form::rows) {
    kernels.copyRows(from, rows.from * elementBytes_, to, rows.to * elementBytes_, rowCount,
                     columnCount * elementBytes_);
  } else if (form_ == Form::transposed) {
    kernels.transposeRows(reinterpret_cast<const float*>(from), columns.from, reinterpret_cast<float*>(to), rows.to,
                          columnCount, rowCount);
  } else {
    const Lattice lattice{rowCount, columnCount, rows.from, columns.from, rows.to, columns.to};
    if (elementBytes_ == 1) return kernels.copyBytes(lattice, from, to);
    kernels.copyWords(lattice, reinterpret_cast<const uint32_t*>(from), reinterpret_cast<uint32_t*>(to));
  }
}

}  // namespace isograd
