// Convolutions in which each channel has one filter of its own.
#pragma once

#include "engine.h"
#include "left-windows.h"

namespace isograd {

// results = finish(Σ pixels · weights), position by position; `filter` is [window, channels].
void weighWindows(Engine& engine, const Windows& windows, const float* filter, const Finish* finish);

// The gradient of the filter.
void depthwiseFilterGradient(Engine& engine, const Windows& windows, const float* dy, float* gradient);

}  // namespace isograd
