// A job is published by its number. Its fields change only while no chunk can be taken, so that whoever takes one has
// read the fields of that job.
#include "thread-pool.h"

#include <exception>

#include "float-mode.h"

namespace isograd {

namespace {

// Looks for the next job before a thread sleeps: some microseconds, as between two kernels of a step.
constexpr int looksBeforeSleep = 4000;

void pause() {
#if defined(__x86_64__)
  _mm_pause();
#else
  __asm__ volatile("yield");
#endif
}

}  // namespace

void ThreadPool::setThreads(int threads) {
  if (threads == wanted_) return;
  stop();
  wanted_ = threads;
}

void ThreadPool::start() {
  const uint32_t job = currentJob();
  try {
    while (static_cast<int>(workers_.size()) + 1 < wanted_) {
      const int worker = static_cast<int>(workers_.size()) + 1;
      workers_.emplace_back([this, worker, job] { serve(worker, job); });
    }
  } catch (const std::exception&) {
    // The system gives no more threads: those that are there do the work, with the same results.
    wanted_ = static_cast<int>(workers_.size()) + 1;
  }
}

void ThreadPool::stop() {
  if (workers_.empty()) return;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    isStopping_ = true;
    ticket_ = (uint64_t{currentJob() + 1} << 32) | closed;
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
  isStopping_ = false;
}

void ThreadPool::share(uint32_t chunks, Call call, void* job) {
  if (workers_.empty()) start();
  const uint32_t number = currentJob() + 1;
  call_ = call;
  job_ = job;
  chunks_ = chunks;
  done_ = 0;
  ticket_ = uint64_t{number} << 32;
  if (sleepers_.load() > 0) {
    { std::lock_guard<std::mutex> lock(mutex_); }
    wake_.notify_all();
  }
  uint32_t chunk, own = 0;
  while (take(number, chunks, chunk)) {
    call(job, chunk, 0);
    own++;
  }
  done_ += own;
  for (int looks = 0; done_.load() < chunks; looks++) {
    if (looks < looksBeforeSleep) {
      pause();
    } else {
      std::this_thread::yield();
    }
  }
  ticket_ = (uint64_t{number} << 32) | closed;
}

bool ThreadPool::take(uint32_t job, uint32_t chunks, uint32_t& chunk) {
  uint64_t ticket = ticket_.load();
  for (;;) {
    const uint32_t next = static_cast<uint32_t>(ticket);
    if (static_cast<uint32_t>(ticket >> 32) != job || next == closed || next >= chunks) return false;
    if (ticket_.compare_exchange_weak(ticket, ticket + 1)) {
      chunk = next;
      return true;
    }
  }
}

void ThreadPool::serve(int worker, uint32_t job) {
  const FlushedDenormals mode;
  for (;;) {
    for (int looks = 0; currentJob() == job; looks++) {
      if (looks < looksBeforeSleep) {
        pause();
        continue;
      }
      std::unique_lock<std::mutex> lock(mutex_);
      sleepers_++;
      wake_.wait(lock, [&] { return currentJob() != job; });
      sleepers_--;
    }
    if (isStopping_) return;
    job = currentJob();
    const Call call = call_;
    void* const work = job_;
    const uint32_t chunks = chunks_;
    uint32_t chunk;
    while (take(job, chunks, chunk)) {
      call(work, chunk, worker);
      done_++;
    }
  }
}

}  // namespace isograd
