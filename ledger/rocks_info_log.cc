// SPDX-License-Identifier: Apache-2.0
#include "ledger/rocks_info_log.h"

#include <rocksdb/env.h>

#include <cstdio>
#include <ctime>
#include <mutex>
#include <string>
#include <system_error>

namespace ledger {
namespace {

constexpr long kInfoLogBytes = 1L << 20;

class InfoLog : public rocksdb::Logger {
 public:
  explicit InfoLog(std::string path)
      : Logger(rocksdb::InfoLogLevel::WARN_LEVEL), path_(std::move(path)) {
    if (!path_.empty()) file_ = std::fopen(path_.c_str(), "ae");
  }
  ~InfoLog() override {
    if (file_ != nullptr) std::fclose(file_);
  }
  InfoLog(const InfoLog&) = delete;
  InfoLog& operator=(const InfoLog&) = delete;

  using Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    const std::lock_guard lock(mutex_);
    if (file_ != nullptr && std::ftell(file_) >= kInfoLogBytes) begin_anew();
    if (file_ == nullptr) return;
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    char time[32] = "";
    if (::gmtime_r(&now, &utc) != nullptr) std::strftime(time, sizeof time, "%FT%TZ ", &utc);
    std::fputs(time, file_);
    std::vfprintf(file_, format, arguments);
    std::fputc('\n', file_);
    std::fflush(file_);
  }

 private:
  void begin_anew() {
    std::fclose(file_);
    std::error_code error;
    std::filesystem::rename(path_, path_ + ".old", error);
    file_ = std::fopen(path_.c_str(), "we");
  }

  const std::string path_;
  std::mutex mutex_;
  std::FILE* file_ = nullptr;  // guarded by mutex_
};

}  // namespace

std::shared_ptr<rocksdb::Logger> make_info_log(const std::filesystem::path& dir) {
  return std::make_shared<InfoLog>(dir.empty() ? std::string() : (dir / "LOG").string());
}

}  // namespace ledger
