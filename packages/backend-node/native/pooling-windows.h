// The windows of a pooling, and the pixels in each of them.
#pragma once

#include <algorithm>
#include <vector>

#include "geometry.h"
#include "kernels/kernel-table.h"

namespace isograd {

// Places of a window along one axis: those inside of the input.
struct TapRange {
  int64_t first, last;

  bool operator==(const TapRange& other) const { return first == other.first && last == other.last; }
};

struct PoolingAxis {
  int64_t in, out, window, stride, dilation, padding;

  // Where the window of a position begins; it may be in the padding.
  int64_t begin(int64_t position) const { return position * stride - padding; }

  TapRange inside(int64_t position) const {
    const int64_t start = begin(position);
    const int64_t first = start < 0 ? std::min(window, (-start + dilation - 1) / dilation) : 0;
    const int64_t last = start < in ? std::min(window, (in - start + dilation - 1) / dilation) : 0;
    return {first, std::max(first, last)};
  }

  // Whether no element is in two windows.
  bool isApart() const { return (window - 1) * dilation < stride; }
  // Whether each is in one.
  bool isCovered() const {
    return window == stride && (window == 1 || dilation == 1) && out * stride - padding >= in;
  }
  // Where windows are apart: the elements from a window to the next, with those before the first and behind the last.
  int64_t bandBegin(int64_t position) const {
    return position == 0 ? 0 : std::min(in, std::max<int64_t>(0, begin(position)));
  }
  int64_t bandEnd(int64_t position) const { return position == out - 1 ? in : bandBegin(position + 1); }
};

// Windows side by side along the width that have the same places inside.
struct WindowRun {
  int64_t first, count;
  TapRange inside;
};

struct PoolingWindows {
  int64_t batch;
  PoolingAxis depth, height, width;
  int64_t channels;

  static PoolingWindows read(WordReader& reader) {
    const int64_t batch = reader.size();
    const Volume in = Volume::read(reader, 0);
    const int64_t channels = reader.size();
    const Volume out = Volume::read(reader, 0);
    const Volume window = Volume::read(reader, 1), stride = Volume::read(reader, 1),
                 dilation = Volume::read(reader, 1), padding = Volume::read(reader, 0);
    return {batch,
            {in.depth, out.depth, window.depth, stride.depth, dilation.depth, padding.depth},
            {in.height, out.height, window.height, stride.height, dilation.height, padding.height},
            {in.width, out.width, window.width, stride.width, dilation.width, padding.width},
            channels};
  }

  Operand x(WordReader& reader, bool isOutput) const {
    return reader.floats(isOutput, batch, depth.in, height.in, width.in, channels);
  }
  Operand y(WordReader& reader, bool isOutput) const {
    return reader.floats(isOutput, batch, depth.out, height.out, width.out, channels);
  }

  // Of sizes that are known to lie in the memory.
  int64_t imageSize() const { return depth.in * height.in * width.in * channels; }
  // Rows of windows.
  int64_t linesOfImage() const { return depth.out * height.out; }
  int64_t lines() const { return batch * linesOfImage(); }
  int64_t mostTaps() const {
    return std::min(depth.window, depth.in) * std::min(height.window, height.in) * std::min(width.window, width.in);
  }
  bool isApart() const { return depth.isApart() && height.isApart() && width.isApart(); }
  bool isCovered() const { return depth.isCovered() && height.isCovered() && width.isCovered(); }

  std::vector<WindowRun> runs() const {
    std::vector<WindowRun> runs;
    for (int64_t x = 0; x < width.out; x++) {
      const TapRange inside = width.inside(x);
      if (!runs.empty() && runs.back().inside == inside) {
        runs.back().count++;
      } else {
        runs.push_back({x, 1, inside});
      }
    }
    return runs;
  }

  // The pixels of the first window of a run in a line, how far they lie from the beginning of the image; how many.
  int64_t findTaps(int64_t line, const WindowRun& run, int64_t* taps) const {
    int64_t count = 0;
    eachRow(line, [&](int64_t row) {
      const int64_t pixels = findColumns(run, taps + count);
      for (int64_t index = count; index < count + pixels; index++) taps[index] += row;
      count += pixels;
    });
    return count;
  }

  // Those of one row, from the beginning of the row.
  int64_t findColumns(const WindowRun& run, int64_t* taps) const {
    int64_t count = 0;
    for (int64_t column = run.inside.first; column < run.inside.last; column++) {
      taps[count++] = (width.begin(run.first) + column * width.dilation) * channels;
    }
    return count;
  }

  // The rows of pixels that the windows of a line meet, from the beginning of the image.
  int64_t findRows(int64_t line, int64_t* taps) const {
    int64_t count = 0;
    eachRow(line, [&](int64_t row) { taps[count++] = row; });
    return count;
  }

 private:
  template <class Visit>
  void eachRow(int64_t line, const Visit& visit) const {
    const int64_t y = line % height.out, z = line / height.out % depth.out;
    const TapRange slices = depth.inside(z), rows = height.inside(y);
    for (int64_t slice = slices.first; slice < slices.last; slice++) {
      const int64_t plane = depth.begin(z) + slice * depth.dilation;
      for (int64_t row = rows.first; row < rows.last; row++) {
        visit((plane * height.in + height.begin(y) + row * height.dilation) * width.in * channels);
      }
    }
  }
};

}  // namespace isograd
