// Makes the table of an instruction set; the file that does so is compiled with its instructions.
#pragma once

#include "channelwise.h"
#include "column-moments.h"
#include "copy.h"
#include "dot.h"
#include "elementwise.h"
#include "extremum-search.h"
#include "fold.h"
#include "pack.h"
#include "pooling.h"
#include "random.h"
#include "segments.h"
#include "softmax-rows.h"
#include "tile.h"
#include "window-gradient.h"
#include "window-tile.h"

namespace isograd {
namespace {

template <int width, int tileRows, int tileVectors, int thinRows>
constexpr KernelTable makeTable(InstructionSet set) {
  static_assert(tileRows <= maxTileRows && tileVectors <= maxTileVectors && width * tileVectors <= maxTileColumns);
  static_assert(thinRows <= maxThinRows);
  KernelTable table{};
  table.set = set;
  table.lanes = width;
  table.tileRows = tileRows;
  table.tileVectors = tileVectors;
  table.thinRows = thinRows;
  each<tileRows>([&](auto row) {
    each<tileVectors>([&](auto v) {
      table.rowTiles[row + 1][v + 1] = multiplyRowTile<width, row + 1, v + 1>;
      table.columnTiles[row + 1][v + 1] = multiplyColumnTile<width, row + 1, v + 1>;
      if (v > 0) table.windowTiles[row + 1][v + 1] = multiplyWindowTile<width, row + 1, v + 1>;
    });
  });
  each<thinRows>([&](auto row) { table.windowTiles[row + 1][1] = multiplyWindowTile<width, row + 1, 1>; });
  table.packPanel = packPanel<width>;
  ElementKernels<width>(table).fill();
  fillFolds<width>(table.folds);
  table.searchExtrema[0] = searchExtrema<false, width>;
  table.searchExtrema[1] = searchExtrema<true, width>;
  table.softmax = computeSoftmax<width>;
  table.moments = computeMoments<width>;
  table.joinMoments = joinMoments;
  table.copyRows = copyRows<width>;
  table.transposeRows = transposeRows<width>;
  table.copyWords = copySteps<uint32_t>;
  table.copyBytes = copySteps<uint8_t>;
  table.fillWords = fillWords<width>;
  table.gatherRows = gatherRows<width>;
  table.addFloatRows = addRows<Vector<width>, float>;
  table.addWordRows = addRows<Words<width>, uint32_t>;
  table.poolMaxima = pool<width, Maximum>;
  table.poolMeans = pool<width, Mean>;
  table.spreadMaxima = spreadMaxima<width>;
  table.spreadMeans = spreadMeans<width>;
  table.randomBits = randomBits<width>;
  each<mostDotColumns>([&](auto column) { table.dotWindows[column + 1] = dotWindows<width, column + 1>; });
  table.weighWindows = weighWindows<width>;
  table.foldChannels = foldChannels<width>;
  table.addWindowGradient = addGradient<width, false>;
  table.addChannelGradient = addGradient<width, true>;
  return table;
}

}  // namespace
}  // namespace isograd
