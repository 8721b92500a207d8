// Pieces of images, copied side by side with the zeros around them: in such a band every window of a piece lies at the
// same distances from its position, so that kernels need no tables. It pays where windows have few channels.
#pragma once

#include <cstring>
#include <type_traits>

#include "left-windows.h"

namespace isograd {

// Some positions of a grid: lines and columns of one plane of one image.
struct Piece {
  int64_t image, z, firstY, lastY, firstX, lastX;

  int64_t lines() const { return lastY - firstY; }
  int64_t columns() const { return lastX - firstX; }
};

// How the positions of a grid are divided into pieces, by sizes alone.
class Bands {
 public:
  Bands() = default;

  // `pixelSize` numbers are kept of each pixel; `taps` are not empty.
  Bands(const Windows& windows, int64_t pixelSize)
      : pixelSize_(pixelSize), batch_(windows.batch), grid_(windows.grid), step_(windows.step) {
    const std::vector<Tap>& taps = *windows.taps;
    Tap last = first_ = taps[0];
    for (const Tap& tap : taps) {
      first_ = {std::min(first_.z, tap.z), std::min(first_.y, tap.y), std::min(first_.x, tap.x), 0};
      last = {std::max(last.z, tap.z), std::max(last.y, tap.y), std::max(last.x, tap.x), 0};
    }
    window_ = {last.z - first_.z + 1, last.y - first_.y + 1, last.x - first_.x + 1};
    divide();
  }

  // Whether a band is small enough.
  bool fit() const { return fit_; }
  int64_t count() const { return batch_ * grid_.depth * piecesHigh() * piecesWide(); }
  // Numbers of a band.
  int64_t size() const { return window_.depth * linesOf(piece_.height) * lineSize(); }
  // Positions of a piece, and of one of its lines, at most.
  int64_t positionsOfPiece() const { return piece_.height * piece_.width; }
  int64_t mostColumns() const { return piece_.width; }

  Piece operator[](int64_t index) const {
    const int64_t x = index % piecesWide(), y = index / piecesWide() % piecesHigh();
    const int64_t plane = index / piecesWide() / piecesHigh();
    return {plane / grid_.depth,
            plane % grid_.depth,
            grid_.height * y / piecesHigh(),
            grid_.height * (y + 1) / piecesHigh(),
            grid_.width * x / piecesWide(),
            grid_.width * (x + 1) / piecesWide()};
  }

  // From a position to its neighbour, and to the one below it.
  int64_t columnStep() const { return step_.width * pixelSize_; }
  int64_t lineStep() const { return step_.height * lineSize(); }

  // From a position to where a tap reads.
  int32_t offset(const Tap& tap) const {
    const int64_t line = (tap.z - first_.z) * linesOf(piece_.height) + tap.y - first_.y;
    return static_cast<int32_t>((line * widthOf(piece_.width) + tap.x - first_.x) * pixelSize_);
  }

  // Copies the pixels that a piece reads, each of their numbers so many times; what is left of a pixel is zero.
  void copy(const Windows& windows, const Piece& piece, float* band, int64_t copies) const {
    const int64_t width = widthOf(piece.columns()), lines = linesOf(piece.lines());
    const int64_t x = piece.firstX * step_.width + first_.x;
    const int64_t before = std::clamp<int64_t>(-x, 0, width);
    const int64_t inside = std::clamp<int64_t>(windows.from.width - x, before, width) - before;
    for (int64_t plane = 0; plane < window_.depth; plane++) {
      for (int64_t line = 0; line < lines; line++) {
        float* to = band + (plane * linesOf(piece_.height) + line) * lineSize();
        const Tap at{first_.z + plane, first_.y + line, 0, 0};
        const float* pixels = windows.pixels(at, piece.image, piece.z, piece.firstY);
        if (pixels == nullptr || inside == 0) {
          clear(to, width);
          continue;
        }
        clear(to, before);
        copyPixels(windows, pixels + (x + before) * windows.pixelStride, inside, to + before * pixelSize_, copies);
        clear(to + (before + inside) * pixelSize_, width - before - inside);
      }
    }
  }

 private:
  // Numbers of a band: it shares the second-level cache with what is computed from it.
  static constexpr int64_t usualSize = int64_t{1} << 15, largestSize = int64_t{1} << 19;
  // Lines and columns below which a piece reads far more pixels than it has positions.
  static constexpr int64_t fewLines = 8, fewColumns = 32;

  int64_t linesOf(int64_t positions) const { return (positions - 1) * step_.height + window_.height; }
  int64_t widthOf(int64_t positions) const { return (positions - 1) * step_.width + window_.width; }
  int64_t lineSize() const { return widthOf(piece_.width) * pixelSize_; }
  int64_t piecesHigh() const { return ceilDivide(grid_.height, piece_.height); }
  int64_t piecesWide() const { return ceilDivide(grid_.width, piece_.width); }

  void clear(float* to, int64_t pixels) const {
    if (pixels > 0) memset(to, 0, sizeof(float) * static_cast<size_t>(pixels * pixelSize_));
  }

  void copyPixels(const Windows& windows, const float* from, int64_t pixels, float* to, int64_t copies) const {
    if (pixelSize_ == windows.channels && pixelSize_ == windows.pixelStride) {
      memcpy(to, from, sizeof(float) * static_cast<size_t>(pixels * pixelSize_));
      return;
    }
    const int64_t channels = windows.channels, size = channels * copies;
    for (int64_t pixel = 0; pixel < pixels; pixel++, from += windows.pixelStride, to += pixelSize_) {
      switch (copies) {
        case 1:
          repeat(from, channels, std::integral_constant<int64_t, 1>{}, to);
          break;
        case 2:
          repeat(from, channels, std::integral_constant<int64_t, 2>{}, to);
          break;
        case 4:
          repeat(from, channels, std::integral_constant<int64_t, 4>{}, to);
          break;
        default:
          repeat(from, channels, copies, to);
      }
      for (int64_t i = size; i < pixelSize_; i++) to[i] = 0;
    }
  }

  // Each number so many times; vectors can do so where `times` is a constant.
  template <class Times>
  static void repeat(const float* __restrict from, int64_t count, Times times, float* __restrict to) {
    for (int64_t i = 0; i < count; i++) {
      for (int64_t copy = 0; copy < times; copy++) to[i * times + copy] = from[i];
    }
  }

  void divide() {
    piece_ = {1, 1, grid_.width};
    const int64_t least = std::min(fewLines, grid_.height);
    while (piece_.width > 1 && (isLargerThan(usualSize) || (mostLines() < least && piece_.width > fewColumns))) {
      piece_.width = ceilDivide(piece_.width, 2);
    }
    fit_ = !isLargerThan(largestSize);
    if (!fit_) return;
    piece_.width = ceilDivide(grid_.width, piecesWide());
    piece_.height = mostLines();
    piece_.height = ceilDivide(grid_.height, piecesHigh());
  }

  // Of a band of one line of positions; sizes may be beyond any that can be multiplied.
  bool isLargerThan(int64_t size) const {
    int64_t product = pixelSize_;
    for (int64_t factor : {window_.depth, window_.height, widthOf(piece_.width)}) {
      if (factor > size || (product *= factor) > size) return true;
    }
    return false;
  }

  // Lines of positions in a band of the usual size.
  int64_t mostLines() const {
    if (isLargerThan(usualSize)) return 1;
    const int64_t pixelLines = usualSize / (window_.depth * lineSize());
    return std::min(grid_.height, 1 + (pixelLines - window_.height) / step_.height);
  }

  int64_t pixelSize_ = 0, batch_ = 0;
  Volume grid_{}, step_{}, window_{}, piece_{1, 1, 1};
  // The place of the first pixel of the window.
  Tap first_{};
  bool fit_ = false;
};

}  // namespace isograd
