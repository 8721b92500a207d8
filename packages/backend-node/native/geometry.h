// The sizes of a convolution.
#pragma once

#include <cstdint>

#include "word-reader.h"

namespace isograd {

// A number for each axis of a volume.
struct Volume {
  int64_t depth, height, width;

  static Volume read(WordReader& reader, int64_t least) {
    const int64_t depth = reader.number(least), height = reader.number(least), width = reader.number(least);
    return {depth, height, width};
  }
  // Only of sizes that are known to lie in the memory.
  int64_t size() const { return depth * height * width; }
  bool operator==(const Volume& other) const {
    return depth == other.depth && height == other.height && width == other.width;
  }
};

struct Geometry {
  int64_t batch;
  Volume in;
  int64_t channels;
  Volume out;
  int64_t filters;
  Volume window, stride, dilation, padding;
  int64_t groups;

  static Geometry read(WordReader& reader) {
    const int64_t batch = reader.size();
    const Volume in = Volume::read(reader, 0);
    const int64_t channels = reader.size();
    const Volume out = Volume::read(reader, 0);
    const int64_t filters = reader.size();
    const Volume window = Volume::read(reader, 1), stride = Volume::read(reader, 1), dilation = Volume::read(reader, 1),
                 padding = Volume::read(reader, 0);
    const int64_t place = reader.place();
    const int64_t groups = reader.number(1);
    if (channels % groups != 0 || filters % groups != 0) {
      throw Problem{ProblemCode::argument, place, static_cast<double>(groups)};
    }
    return {batch, in, channels, out, filters, window, stride, dilation, padding, groups};
  }

  int64_t channelsPerGroup() const { return channels / groups; }
  int64_t filtersPerGroup() const { return filters / groups; }
  // Whether each channel has one filter of its own.
  bool isDepthwise() const { return groups == channels && groups == filters && groups > 1; }
  bool hasProducts() const {
    return batch > 0 && channels > 0 && filters > 0 && in.depth > 0 && in.height > 0 && in.width > 0 && out.depth > 0 &&
           out.height > 0 && out.width > 0;
  }

  Operand x(WordReader& reader, bool isOutput) const {
    return reader.floats(isOutput, batch, in.depth, in.height, in.width, channels);
  }
  Operand y(WordReader& reader, bool isOutput) const {
    return reader.floats(isOutput, batch, out.depth, out.height, out.width, filters);
  }
  Operand filter(WordReader& reader, bool isOutput) const {
    return reader.floats(isOutput, window.depth, window.height, window.width, channelsPerGroup(), filters);
  }
};

}  // namespace isograd
