// The innermost loops, of which each instruction set has its own: a table of functions for each.
#pragma once

#include <cstdint>

#include "../element-codes.h"
#include "../instruction-set.h"

namespace isograd {

// Activations that are functions, and not limits or slopes.
enum class Curve { none, elu, selu, sigmoid, tanh, softplus };

// What happens to sums on their way to memory. NaN passes through.
struct Finish {
  // One number for each column of the tile, or null; likewise for each row.
  const float* columnBias = nullptr;
  const float* rowBias = nullptr;
  // Results below and above are set to these, where isClamped.
  bool isClamped = false;
  float lowest = 0, highest = 0;
  // What is negative is multiplied by this, where isLeaky.
  bool isLeaky = false;
  float slope = 0;
  // Taken of results in memory, once they are there.
  Curve curve = Curve::none;
};

// Where the sums of a tile begin and end: in C, through what happens to them last.
struct TileEnd {
  float* c;
  int64_t cStride;
  // Whether to add to what is in C.
  bool accumulates;
  // Null: sums are stored as they are.
  const Finish* finish;
};

// A tile whose rows of A each have their terms side by side. `rows` says where they begin, segment by segment, and
// row by row in it. The rows of B go on from segment to segment.
struct RowTile {
  const float* const* rows;
  int64_t segments;
  int64_t terms;
  const float* b;
  int64_t bStride;
};

// Terms of a tile whose rows of A lie side by side, and the terms `aStride` apart.
// `b` is the number of elements from the beginning of the right-hand side.
struct ColumnSegment {
  const float* a;
  int64_t b;
  int64_t terms;
};

struct ColumnTile {
  const ColumnSegment* segments;
  int64_t count;
  // Added to the places of all segments.
  int64_t aOffset;
  int64_t aStride;
  const float* b;
  int64_t bStride;
};

// A tile of windows in a band: row r begins at `a + r · step`, and its terms lie `offsets` from there.
struct WindowTile {
  const float* a;
  int64_t step;
  const int32_t* offsets;
  int64_t terms;
  const float* b;
  int64_t bStride;
};

// Neighbouring windows in a band, and matrices of few columns, whose terms lie side by side: for a column those of all
// taps, `bStride` from the next one. The terms of a tap fill vectors.
struct DotWindows {
  const float* a;
  int64_t step;
  int64_t rows;
  const int32_t* offsets;
  int64_t taps;
  int64_t terms;
  const float* b;
  int64_t bStride;
  int64_t outStride;
};

// Neighbouring windows in a band, and weights `[taps, channels]`.
struct ChannelWindows {
  const float* a;
  int64_t step;
  int64_t rows;
  const int32_t* offsets;
  int64_t taps;
  const float* weights;
  int64_t channels;
  int64_t outStride;
};

// Pixels of which `count` numbers become one.
struct FoldedPixels {
  int64_t pixels;
  int64_t channels;
  int64_t count;
  int64_t outStride;
};

// Lines of positions: where their windows are in a band, and the gradients of their results. Each row of `sums`, which
// is `[rows, columns]`, has its place in the windows.
struct WindowGradient {
  const float* a;
  int64_t aStep;
  int64_t aLineStep;
  const float* b;
  int64_t bStep;
  int64_t bLineStep;
  int64_t lines;
  int64_t positions;
  const int32_t* offsets;
  int64_t rows;
  float* sums;
  int64_t columns;
};

// A part of the right-hand matrix that becomes a panel: `columns` of `width` columns, the others zero.
struct Panel {
  const float* source;
  int64_t stride;
  bool isTransposed;
  int64_t terms;
  int64_t columns;
  int64_t width;
};

// Elements that lie otherwise than a loop goes: rows of columns, strides in elements.
struct SpreadRows {
  const void* from;
  int64_t rowStride, stride;
  int64_t rows, columns;
};

// One elementwise call on a block; operands that it does not have are null.
using ElementKernel = void (*)(const void* a, const void* b, const void* c, void* out, int64_t count);

// Numbers that are folded row by row, each `length` numbers side by side.
struct NumberFold {
  const void* x;
  void* out;
  int64_t rows;
  int64_t length;
  // What results of float32 are multiplied by.
  float scale;
};

// Rows, `stride` apart, that are folded column by column, and `rest` numbers behind them, of the first columns.
struct ColumnFold {
  const void* x;
  void* out;
  // At least one.
  int64_t rows;
  int64_t stride;
  int64_t columns;
  int64_t rest;
  float scale;
};

struct FoldKernels {
  void (*numbers)(const NumberFold&);
  void (*columns)(const ColumnFold&);
};

// Sums, products, maxima and minima of float32; the same of int32; maxima and minima of bools.
constexpr int foldKinds = 10;

// Rows of `length` numbers side by side, if the stride is 1; else columns of numbers that lie `stride` apart. None is
// empty.
struct ExtremumSearch {
  const float* x;
  int32_t* out;
  int64_t count;
  int64_t length;
  int64_t stride;
};

// Rows of at least one number.
struct SoftmaxRows {
  const float* x;
  float* out;
  int64_t rows;
  int64_t length;
  bool isLogarithm;
};

// At least one row. A mean is a base, near to it, and its offset from there.
struct ColumnMoments {
  const float* x;
  float *bases, *offsets;
  // Sums of squared deviations from the means.
  float* squares;
  int64_t rows;
  int64_t columns;
};

// Two parts of columns, of n and of m rows.
struct MomentsJoint {
  float *bases, *offsets, *squares;
  const float *otherBases, *otherOffsets, *otherSquares;
  int64_t columns;
  // m / (n + m), and n m / (n + m).
  float share, weight;
};

// Lines of elements at equal distances, on both sides of a copy.
struct Lattice {
  int64_t rows, columns;
  int64_t fromRow, fromColumn;
  int64_t toRow, toColumn;
};

// Rows that are added to those of segments, column by column from a first one on.
struct SegmentRows {
  const int32_t* segments;
  int64_t rows;
  // From a row to the next, of x as of the sums; how many columns are added.
  int64_t step;
  int64_t columns;
  // Rows of other segments are left out.
  int64_t firstSegment, lastSegment;
};

// Blocks of Threefry-2x32 with a key; their first counter word, the second one, and how far words are shifted right.
struct RandomStream {
  uint32_t key[2];
  uint32_t counter;
  uint32_t data;
  uint32_t shift;
};

// Windows side by side that hold the same number of pixels at the same distances.
struct PoolingRow {
  // For each pixel of the first window, in row-major order, how far it lies from the beginning of the image.
  const int64_t* taps;
  int64_t count;
  int64_t windows;
  // From a window to the next: in the image, and in the results.
  int64_t step, outStep;
  int64_t channels;
  // Whether gradients are added to what is there: else no pixel is in two windows.
  bool accumulates;
};

constexpr int maxTileRows = 8;
// Of a tile of one vector.
constexpr int maxThinRows = 14;
constexpr int maxTileVectors = 2;
constexpr int maxTileColumns = 32;
constexpr int mostDotColumns = 4;
// Numbers of the widest vector.
constexpr int widestVector = 16;

struct KernelTable {
  InstructionSet set;
  // Numbers of a vector; rows and vectors of a full tile.
  int lanes;
  int tileRows;
  int tileVectors;
  // Rows of a tile of one vector.
  int thinRows;

  // By rows and vectors, from 1.
  void (*rowTiles[maxTileRows + 1][maxTileVectors + 1])(const RowTile&, const TileEnd&);
  void (*columnTiles[maxTileRows + 1][maxTileVectors + 1])(const ColumnTile&, const TileEnd&);

  void (*packPanel)(const Panel& panel, float* out);

  // Products of windows in bands: by rows and vectors; by columns, from 1; and channel by channel.
  void (*windowTiles[maxThinRows + 1][maxTileVectors + 1])(const WindowTile&, const TileEnd&);
  void (*dotWindows[mostDotColumns + 1])(const DotWindows&, float* out, const Finish* finish);
  void (*weighWindows)(const ChannelWindows&, float* out, const Finish* finish);
  void (*foldChannels)(const FoldedPixels&, const float* from, float* out, const Finish* finish);
  // sums[row][c] += Σ a · b[c], where a is the number at the place of the row, or, of channels, the c-th one from
  // there.
  void (*addWindowGradient)(const WindowGradient&);
  void (*addChannelGradient)(const WindowGradient&);

  // By code, and by the operands of which one number stands for the block: the first is bit 0. Null where there is none.
  ElementKernel elements[elementCodes][1 << mostElementOperands];
  // second(first(a, b), c), each rounded as by itself.
  ElementKernel pairs[firstsOfPairs][secondsOfPairs][1 << mostElementOperands];
  // Fill registers of 4 bytes an element, and up to 15 elements behind them, from elements of 4 bytes or bools of one.
  void (*spreadWords)(const SpreadRows& rows, uint32_t* to);
  void (*spreadBytes)(const SpreadRows& rows, uint32_t* to);

  FoldKernels folds[foldKinds];
  // Of the largest, and of the smallest.
  void (*searchExtrema[2])(const ExtremumSearch&);
  void (*softmax)(const SoftmaxRows&);
  void (*moments)(const ColumnMoments&);
  void (*joinMoments)(const MomentsJoint&);

  // Rows of bytes, and columns that become rows.
  void (*copyRows)(const uint8_t* from, int64_t fromStep, uint8_t* to, int64_t toStep, int64_t rows, int64_t bytes);
  void (*transposeRows)(const float* from, int64_t fromStep, float* to, int64_t toStep, int64_t rows, int64_t columns);
  void (*copyWords)(const Lattice& lattice, const uint32_t* from, uint32_t* to);
  void (*copyBytes)(const Lattice& lattice, const uint8_t* from, uint8_t* to);
  void (*fillWords)(uint32_t word, uint32_t* to, int64_t count);
  // A row of zeros where an index names none.
  void (*gatherRows)(const uint8_t* table, int64_t tableRows, const int32_t* indices, int64_t count, int64_t bytes,
                     uint8_t* to);
  // sums[segments[i]][c] += x[i][c].
  void (*addFloatRows)(const SegmentRows& rows, const float* x, float* sums);
  void (*addWordRows)(const SegmentRows& rows, const uint32_t* x, uint32_t* sums);

  void (*poolMaxima)(const PoolingRow& row, const float* image, float* out);
  void (*poolMeans)(const PoolingRow& row, const float* image, float* out);
  // From the gradient of the results to that of the image; that of means needs no image.
  void (*spreadMaxima)(const PoolingRow& row, const float* image, const float* dy, float* dx);
  void (*spreadMeans)(const PoolingRow& row, const float* image, const float* dy, float* dx);

  // Elements from `first` on, which is even.
  void (*randomBits)(const RandomStream& stream, int64_t first, int64_t count, uint32_t* out);

  int tileColumns() const { return lanes * tileVectors; }
};

// The kernels of a set that is available.
const KernelTable& kernelsOf(InstructionSet set);

#if defined(__x86_64__)
extern const KernelTable sse2Kernels, avx2Kernels, avx512Kernels;
#else
extern const KernelTable neonKernels;
#endif

}  // namespace isograd
