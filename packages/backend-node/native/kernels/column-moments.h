// Means and sums of squared deviations from them, column by column, in one pass over a part of the rows.
//
// Deviations are taken from a mean of its first rows. That of n rows is not further from that of q than the square root
// of Σ (x - mean)² / n, so that the correction q · distance² takes at most q / n times what stays.
#pragma once

#include "fold.h"

namespace isograd {
namespace {

constexpr int64_t rowsOfBase = 8;

template <class Value>
__attribute__((always_inline)) inline void deviate(const ColumnMoments& task, int64_t column) {
  const Value base = loadLanes<Value>(task.bases + column);
  const float* x = task.x + column;
  Value sums[4] = {}, squares[4] = {};
  const auto add = [&](int part, const float* from) {
    const Value deviation = loadLanes<Value>(from) - base;
    sums[part] += deviation;
    squares[part] += deviation * deviation;
  };
  int64_t row = 0;
  for (; row + 4 <= task.rows; row += 4, x += 4 * task.columns) {
    each<4>([&](auto part) { add(part, x + part * task.columns); });
  }
  for (; row < task.rows; row++, x += task.columns) add(0, x);
  const Value sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  const Value offset = sum * (1.0f / static_cast<float>(task.rows));
  storeLanes(task.offsets + column, offset);
  const Value corrected = ((squares[0] + squares[1]) + (squares[2] + squares[3])) - sum * offset;
  // Rounding can lead below 0 where all numbers are the same.
  storeLanes(task.squares + column, atLeast(corrected, Value{}));
}

template <int width>
void computeMoments(const ColumnMoments& task) {
  const int64_t rows = task.rows < rowsOfBase ? task.rows : rowsOfBase;
  const float scale = 1.0f / static_cast<float>(rows);
  foldColumns<Addition<float>, width>({task.x, task.bases, rows, task.columns, task.columns, 0, scale});
  int64_t column = 0;
  for (; column + width <= task.columns; column += width) deviate<Vector<width>>(task, column);
  for (; column + 4 <= task.columns; column += 4) deviate<Vector<4>>(task, column);
  for (; column < task.columns; column++) deviate<float>(task, column);
}

// What two parts of the same columns make together, in place of the first, whose bases stay.
//
// T. F. Chan, G. H. Golub, R. J. LeVeque: "Algorithms for Computing the Sample Variance" (1983), equation 1.5
inline void joinMoments(const MomentsJoint& joint) {
  for (int64_t column = 0; column < joint.columns; column++) {
    const float distance = (joint.otherBases[column] - joint.bases[column]) +
                           (joint.otherOffsets[column] - joint.offsets[column]);
    joint.offsets[column] += distance * joint.share;
    joint.squares[column] += joint.otherSquares[column] + distance * distance * joint.weight;
  }
}

}  // namespace
}  // namespace isograd
