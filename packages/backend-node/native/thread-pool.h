// Threads that take chunks of a job one by one. The calling thread works too, and waits only for chunks that another
// has taken: a thread that the system does not let run delays nobody.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace isograd {

class ThreadPool {
 public:
  ThreadPool() = default;
  ~ThreadPool() { stop(); }
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // Threads that compute, the caller included. They start with the first job that is divided.
  void setThreads(int threads);
  int threads() const { return wanted_; }

  // Calls work(chunk, worker) once for each chunk, in any order; worker is below threads(), and 0 is the caller.
  // Work must not throw.
  template <class Work>
  void run(int64_t chunks, Work&& work) {
    if (chunks <= 1 || wanted_ == 1 || chunks >= closed) {
      for (int64_t chunk = 0; chunk < chunks; chunk++) work(chunk, 0);
      return;
    }
    share(
        static_cast<uint32_t>(chunks),
        [](void* job, int64_t chunk, int worker) {
          (*static_cast<std::remove_reference_t<Work>*>(job))(chunk, worker);
        },
        const_cast<void*>(static_cast<const void*>(&work)));
  }

 private:
  using Call = void (*)(void* job, int64_t chunk, int worker);

  // The next chunk when no job is there.
  static constexpr uint32_t closed = 0xffffffff;

  void share(uint32_t chunks, Call call, void* job);
  void start();
  void stop();
  void serve(int worker, uint32_t job);
  bool take(uint32_t job, uint32_t chunks, uint32_t& chunk);
  uint32_t currentJob() const { return static_cast<uint32_t>(ticket_.load() >> 32); }

  int wanted_ = 1;
  std::vector<std::thread> workers_;
  // The number of the job above, its next chunk below.
  std::atomic<uint64_t> ticket_{closed};
  std::atomic<uint32_t> chunks_{0};
  std::atomic<uint32_t> done_{0};
  std::atomic<Call> call_{nullptr};
  std::atomic<void*> job_{nullptr};
  std::atomic<int> sleepers_{0};
  std::atomic<bool> isStopping_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
};

}  // namespace isograd
