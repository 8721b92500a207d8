// Softmax of rows, e^(x - m) / Σ e^(x - m), m the maximum, and its logarithm, x - m - ln Σ e^(x - m).
//
// Short rows go through a buffer together, so that exponentials fill vectors whatever the length of a row is.
#pragma once

#include "fold.h"
#include "vector-math.h"

namespace isograd {
namespace {

constexpr int64_t softmaxNumbers = 1024, softmaxRowsAtOnce = 64;

// Calls visit(vector or number, place) so that all of a row is covered. Some of it may be visited twice: for results
// that are not read again.
template <int width, class Visit>
__attribute__((always_inline)) inline void coverRow(int64_t length, const Visit& visit) {
  if (length < width) {
    if constexpr (width > 4) {
      coverRow<width / 2>(length, visit);
    } else {
      for (int64_t i = 0; i < length; i++) visit(float{}, i);
    }
    return;
  }
  int64_t i = 0;
  for (; i + width <= length; i += width) visit(Vector<width>{}, i);
  if (i < length) visit(Vector<width>{}, length - width);
}

template <int width>
struct Softmax {
  alignas(64) float exponentials[softmaxNumbers];
  alignas(64) float maxima[softmaxRowsAtOnce];
  alignas(64) float sums[softmaxRowsAtOnce];

  // Of rows that go into the buffer.
  void together(const SoftmaxRows& task, const float* x, float* out, int64_t rows) {
    const int64_t length = task.length, count = rows * length;
    foldRowsOfNumbers<Largest, width>({x, maxima, rows, length, 1});
    for (int64_t row = 0; row < rows; row++) {
      const float* from = x + row * length;
      float* const to = exponentials + row * length;
      const float maximum = maxima[row];
      coverRow<width>(length, [&](auto kind, int64_t i) {
        storeLanes(to + i, loadLanes<decltype(kind)>(from + i) - maximum);
      });
    }
    for (int64_t i = count; i % width != 0; i++) exponentials[i] = 0;
    for (int64_t i = 0; i < count; i += width) {
      store<width>(exponentials + i, expOfNegative(load<width>(exponentials + i)));
    }
    foldRowsOfNumbers<Addition<float>, width>({exponentials, sums, rows, length, 1});
    for (int64_t i = rows; i % width != 0; i++) sums[i] = 1;
    for (int64_t i = 0; i < rows; i += width) {
      const Vector<width> sum = load<width>(sums + i);
      store<width>(sums + i, task.isLogarithm ? log(sum) : 1.0f / sum);
    }
    for (int64_t row = 0; row < rows; row++) {
      const float *from = x + row * length, *powers = exponentials + row * length;
      float* const to = out + row * length;
      const float maximum = maxima[row], factor = sums[row];
      if (task.isLogarithm) {
        coverRow<width>(length, [&](auto kind, int64_t i) {
          storeLanes(to + i, (loadLanes<decltype(kind)>(from + i) - maximum) - factor);
        });
      } else {
        coverRow<width>(length, [&](auto kind, int64_t i) {
          storeLanes(to + i, loadLanes<decltype(kind)>(powers + i) * factor);
        });
      }
    }
  }

  // Of a row that is longer than the buffer.
  void alone(const SoftmaxRows& task, const float* x, float* out) {
    const float maximum = foldQuad<Largest>(foldNumbers<Largest, width>(x, task.length));
    double sum = 0;
    for (int64_t first = 0; first < task.length; first += softmaxNumbers) {
      const int64_t count = task.length - first < softmaxNumbers ? task.length - first : softmaxNumbers;
      const float* from = x + first;
      float* const to = task.isLogarithm ? exponentials : out + first;
      coverRow<width>(count, [&](auto kind, int64_t i) {
        storeLanes(to + i, expOfNegative(loadLanes<decltype(kind)>(from + i) - maximum));
      });
      sum += static_cast<double>(foldQuad<Addition<float>>(foldNumbers<Addition<float>, width>(to, count)));
    }
    if (task.isLogarithm) {
      const float logarithm = log(static_cast<float>(sum));
      coverRow<width>(task.length, [&](auto kind, int64_t i) {
        storeLanes(out + i, (loadLanes<decltype(kind)>(x + i) - maximum) - logarithm);
      });
      return;
    }
    const float factor = static_cast<float>(1 / sum);
    int64_t i = 0;
    for (; i + width <= task.length; i += width) store<width>(out + i, load<width>(out + i) * factor);
    for (; i < task.length; i++) out[i] *= factor;
  }
};

template <int width>
void computeSoftmax(const SoftmaxRows& task) {
  Softmax<width> softmax;
  if (task.length > softmaxNumbers) {
    for (int64_t row = 0; row < task.rows; row++) {
      softmax.alone(task, task.x + row * task.length, task.out + row * task.length);
    }
    return;
  }
  const int64_t fitting = softmaxNumbers / task.length;
  const int64_t atOnce = fitting < softmaxRowsAtOnce ? fitting : softmaxRowsAtOnce;
  for (int64_t row = 0; row < task.rows; row += atOnce) {
    const int64_t rows = task.rows - row < atOnce ? task.rows - row : atOnce;
    softmax.together(task, task.x + row * task.length, task.out + row * task.length, rows);
  }
}

}  // namespace
}  // namespace isograd
