// Work on elements one after the other is shared in even parts, none of them too small to be worth a thread.
#pragma once

#include <algorithm>

#include "term-blocks.h"
#include "thread-pool.h"

namespace isograd {

// Bytes that pass through a core in ten microseconds or more, read or written: two threads begin with twice as many.
constexpr int64_t bytesWorthSharing = int64_t{1} << 20;

// Tasks that are worth a thread: each reads so many floats, and writes little, which is faster than to do both.
constexpr int64_t tasksWorthSharing(int64_t floats) {
  return ceilDivide(2 * bytesWorthSharing / 4, std::max<int64_t>(1, floats));
}

// Calls work(first, last, worker) for parts of 0 … count - 1 of at least `least` each; all but the last are multiples
// of it.
template <class Work>
void shareEvenly(ThreadPool& pool, int64_t count, int64_t least, const Work& work) {
  // Some parts for each thread: one that begins late takes fewer.
  constexpr int64_t partsOfThread = 4;
  const int64_t units = count / least;
  if (pool.threads() == 1 || units < 2) {
    if (count > 0) work(int64_t{0}, count, 0);
    return;
  }
  const int64_t most = partsOfThread * pool.threads();
  const int64_t unitsAtOnce = (units + most - 1) / most;
  const int64_t parts = (units + unitsAtOnce - 1) / unitsAtOnce;
  pool.run(parts, [&](int64_t part, int worker) {
    const int64_t first = part * unitsAtOnce * least;
    work(first, part + 1 == parts ? count : first + unitsAtOnce * least, worker);
  });
}

}  // namespace isograd
