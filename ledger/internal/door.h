// SPDX-License-Identifier: Apache-2.0
// Who is inside a resource, so that it can be exchanged when nobody is. While the door is closed,
// whoever comes waits; a thread that is inside already is let in again at once, so that what it
// does in there may come through the same door.
//
// Thread rule: any thread; close() and open() from one at a time, which is not inside.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace ledger::internal {

class Door {
 public:
  class Visit {
   public:
    explicit Visit(Door& door) : door_(door) { door_.enter(); }
    ~Visit() { door_.leave(); }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

   private:
    Door& door_;
  };

  /// Lets nobody in any more and waits until all have left.
  void close();
  void open();

 private:
  void enter();
  void leave();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t inside_ = 0;  ///< threads; guarded by mutex_
  bool closed_ = false;     ///< guarded by mutex_
};

}  // namespace ledger::internal
