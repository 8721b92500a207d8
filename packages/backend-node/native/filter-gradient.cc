// A tile of the gradient stays in registers while some rows of positions pass by, whose pixels and gradients of the
// output meanwhile stay in the cache. Threads share tiles; where there are few, the sum is divided into parts, as many
// as the sizes say, and these are added pairwise: results are the same on any number of threads.
#include "filter-gradient.h"

#include <cstring>

#include "partial-sums.h"

namespace isograd {

namespace {

// Positions of a block, about.
constexpr int64_t positionsPerBlock = 1024;
// Tiles from which no sum is divided.
constexpr int64_t tilesWithoutParts = 24;

class FilterGradient {
 public:
  FilterGradient(Engine& engine, const Windows& windows, const float* dy, int64_t filters, int64_t stride,
                 float* gradient)
      : engine_(engine),
        table_(*engine.kernels),
        w_(windows),
        dy_(dy),
        filters_(filters),
        stride_(stride),
        gradient_(gradient),
        taps_(static_cast<int64_t>(windows.taps->size())),
        lines_(windows.batch * windows.grid.depth * windows.grid.height),
        linesPerBlock_(std::max<int64_t>(1, positionsPerBlock / windows.grid.width)),
        width_(table_.tileColumns()),
        panels_(ceilDivide(filters, width_)),
        tilesPerTap_(ceilDivide(windows.channels, table_.tileRows)),
        tiles_(taps_ * tilesPerTap_) {}

  void compute() {
    const int64_t blocks = ceilDivide(lines_, linesPerBlock_);
    const bool isDivided = tiles_ * panels_ < tilesWithoutParts && blocks > 1;
    const int64_t parts = isDivided ? std::min(mostParts, blocks) : 1;
    const int64_t size = taps_ * w_.channels * filters_;
    if (isDivided) engine_.partialSums.reserve(parts * size);
    for (Scratch& scratch : engine_.scratch) reserve(scratch);
    const bool isShared = size * lines_ * w_.grid.width >= 2 * productsWorthSharing && engine_.pool.threads() > 1;
    const int64_t groups = isDivided || !isShared ? 1 : std::min<int64_t>(tiles_, 4 * engine_.pool.threads());
    const auto work = [&](int64_t chunk, int worker) {
      const int64_t part = chunk / groups, group = chunk % groups;
      float* sums = engine_.partialSums.data() + part * size;
      const Result result{isDivided ? sums : gradient_, isDivided ? filters_ : stride_, !isDivided};
      if (isDivided) memset(sums, 0, sizeof(float) * static_cast<size_t>(size));
      for (int64_t block = blocks * part / parts; block < blocks * (part + 1) / parts; block++) {
        const int64_t first = block * linesPerBlock_, last = std::min(lines_, first + linesPerBlock_);
        addBlock(engine_.scratch[static_cast<size_t>(worker)], first, last, tiles_ * group / groups,
                 tiles_ * (group + 1) / groups, result);
      }
    };
    if (isShared) {
      engine_.pool.run(parts * groups, work);
    } else {
      for (int64_t chunk = 0; chunk < parts * groups; chunk++) work(chunk, 0);
    }
    if (isDivided) addParts(parts, size);
  }

 private:
  // Where a tile is added to: the gradient itself, or the sums of a part, which have the places that occur alone.
  struct Result {
    float* sums;
    int64_t stride;
    bool isGradient;
  };

  void reserve(Scratch& scratch) const {
    const int64_t positions = linesPerBlock_ * w_.grid.width;
    if (filters_ % width_ != 0) scratch.right.reserve(positions * width_);
    scratch.segments.reserve(linesPerBlock_);
  }

  void addBlock(Scratch& scratch, int64_t firstLine, int64_t lastLine, int64_t firstTile, int64_t lastTile,
                const Result& result) const {
    const int64_t lines = lastLine - firstLine, positions = lines * w_.grid.width;
    const int64_t firstPosition = firstLine * w_.grid.width;
    const int64_t rest = filters_ % width_, restWidth = ceilDivide(rest, table_.lanes) * table_.lanes;
    if (rest != 0) {
      const float* source = dy_ + firstPosition * stride_ + filters_ - rest;
      table_.packPanel({source, stride_, false, positions, rest, restWidth}, scratch.right.data());
    }
    int64_t segmentsOf = -1, count = 0;
    for (int64_t tile = firstTile; tile < lastTile; tile++) {
      const int64_t tap = tile / tilesPerTap_, row = tile % tilesPerTap_ * table_.tileRows;
      const int64_t rows = std::min<int64_t>(table_.tileRows, w_.channels - row);
      for (int64_t panel = 0; panel < panels_; panel++) {
        const bool isPacked = (panel + 1) * width_ > filters_;
        const int64_t bStride = isPacked ? restWidth : stride_;
        const float* b = isPacked ? scratch.right.data() : dy_ + firstPosition * stride_ + panel * width_;
        const int64_t key = tap * 2 + (isPacked ? 1 : 0);
        if (key != segmentsOf) {
          count = findSegments(tap, firstLine, lastLine, isPacked ? restWidth : stride_, scratch);
          segmentsOf = key;
        }
        const int64_t aStride = w_.step.width * w_.pixelStride;
        const int64_t columns = std::min(width_, filters_ - panel * width_);
        const int vectors = static_cast<int>(ceilDivide(columns, table_.lanes));
        const auto multiply = [&](float* c, int64_t cStride) {
          table_.columnTiles[rows][vectors]({scratch.segments.data(), count, row, aStride, b, bStride},
                                            {c, cStride, true, nullptr});
        };
        addTile(result, tap, row, rows, panel, columns, vectors * table_.lanes, multiply);
      }
    }
  }

  // The terms of a tap, row by row of positions; returns how many rows have some.
  int64_t findSegments(int64_t tap, int64_t firstLine, int64_t lastLine, int64_t bStride, Scratch& scratch) const {
    ColumnSegment* segments = scratch.segments.data();
    int64_t count = 0;
    const Tap& place = (*w_.taps)[static_cast<size_t>(tap)];
    const Range range = w_.inside(place);
    if (range.first >= range.last) return 0;
    for (int64_t line = firstLine; line < lastLine; line++) {
      const int64_t plane = line / w_.grid.height;
      const float* pixels = w_.pixels(place, plane / w_.grid.depth, plane % w_.grid.depth, line % w_.grid.height);
      if (pixels == nullptr) continue;
      const float* a = pixels + (range.first * w_.step.width + place.x) * w_.pixelStride;
      const int64_t b = ((line - firstLine) * w_.grid.width + range.first) * bStride;
      segments[count++] = {a, b, range.last - range.first};
    }
    return count;
  }

  template <class Multiply>
  void addTile(const Result& result, int64_t tap, int64_t row, int64_t rows, int64_t panel, int64_t columns,
               int64_t width, const Multiply& multiply) const {
    alignas(64) float copy[maxTileRows * maxTileColumns] = {};
    const size_t bytes = static_cast<size_t>(columns) * sizeof(float);
    if (columns == width) return multiply(rowOf(result, tap, row) + panel * width_, result.stride);
    for (int64_t i = 0; i < rows; i++) {
      memcpy(copy + i * width, rowOf(result, tap, row + i) + panel * width_, bytes);
    }
    multiply(copy, width);
    for (int64_t i = 0; i < rows; i++) {
      memcpy(rowOf(result, tap, row + i) + panel * width_, copy + i * width, bytes);
    }
  }

  // A row of the result: a channel of a tap.
  float* rowOf(const Result& result, int64_t tap, int64_t row) const {
    if (!result.isGradient) return result.sums + (tap * w_.channels + row) * result.stride;
    return result.sums + (*w_.taps)[static_cast<size_t>(tap)].filter + row * result.stride;
  }

  // Adds the parts pairwise, and puts the sum where it belongs.
  void addParts(int64_t parts, int64_t size) const {
    float* const sums = engine_.partialSums.data();
    addPartsPairwise(sums, parts, size);
    const Result result{gradient_, stride_, true};
    for (int64_t row = 0; row < taps_ * w_.channels; row++) {
      float* to = rowOf(result, row / w_.channels, row % w_.channels);
      memcpy(to, sums + row * filters_, sizeof(float) * static_cast<size_t>(filters_));
    }
  }

  Engine& engine_;
  const KernelTable& table_;
  const Windows& w_;
  const float* const dy_;
  const int64_t filters_, stride_;
  float* const gradient_;
  const int64_t taps_;
  const int64_t lines_, linesPerBlock_, width_, panels_, tilesPerTap_, tiles_;
};

}  // namespace

void addFilterGradient(Engine& engine, const Windows& windows, const float* dy, int64_t filters, int64_t stride,
                       float* gradient) {
  if (windows.taps->empty()) return;
  FilterGradient(engine, windows, dy, filters, stride, gradient).compute();
}

}  // namespace isograd
