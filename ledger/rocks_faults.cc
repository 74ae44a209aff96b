// SPDX-License-Identifier: Apache-2.0
// Wrappers around RocksDB's files: one question to FileFaults before each write and sync.
#include "ledger/rocks_faults.h"

#include <rocksdb/file_system.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <utility>

namespace ledger {

void FileTrail::set(const std::string& path) {
  const std::lock_guard lock(mutex_);
  last_ = path;
}

std::string FileTrail::last() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

namespace {

using rocksdb::FileOptions;
using rocksdb::FSDirectory;
using rocksdb::FSSequentialFile;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

IOStatus failure(int error, const std::string& path) {
  const char* text = std::strerror(error);
  return error == ENOSPC ? IOStatus::NoSpace(path, text) : IOStatus::IOError(path, text);
}

IOStatus sync_with(const FileFault& fault, const std::string& path,
                   const std::function<IOStatus()>& sync) {
  if (fault.error == 0) return sync();
  if (fault.extent == FaultExtent::kEverything) {
    if (auto status = sync(); !status.ok()) return status;
  }
  return failure(fault.error, path);
}

class FaultyFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::unique_ptr<FSWritableFile> target, std::string path, FileFaults* faults)
      : FSWritableFileOwnerWrapper(std::move(target)), path_(std::move(path)), faults_(faults) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* dbg) override {
    const FileFault fault = faults_->on_append(path_, data.size());
    if (fault.error == 0) return FSWritableFileOwnerWrapper::Append(data, options, dbg);
    std::size_t size = 0;
    if (fault.extent == FaultExtent::kHalf) size = data.size() / 2;
    if (fault.extent == FaultExtent::kEverything) size = data.size();
    const Slice part(data.data(), size);
    if (auto status = FSWritableFileOwnerWrapper::Append(part, options, dbg); !status.ok()) {
      return status;
    }
    return failure(fault.error, path_);
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* dbg) override {
    return Append(data, options, dbg);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* dbg) override {
    return sync_with(faults_->on_sync(path_), path_,
                     [&] { return FSWritableFileOwnerWrapper::Sync(options, dbg); });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* dbg) override {
    return sync_with(faults_->on_sync(path_), path_,
                     [&] { return FSWritableFileOwnerWrapper::Fsync(options, dbg); });
  }

 private:
  std::string path_;
  FileFaults* faults_;
};

class FaultyDirectory : public rocksdb::FSDirectoryWrapper {
 public:
  FaultyDirectory(std::unique_ptr<FSDirectory> target, std::string path, FileFaults* faults)
      : FSDirectoryWrapper(std::move(target)), path_(std::move(path)), faults_(faults) {}

  IOStatus Fsync(const IOOptions& options, IODebugContext* dbg) override {
    return sync_with(faults_->on_sync(path_), path_,
                     [&] { return FSDirectoryWrapper::Fsync(options, dbg); });
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* dbg,
                               const rocksdb::DirFsyncOptions& dir_options) override {
    return sync_with(faults_->on_sync(path_), path_, [&] {
      return FSDirectoryWrapper::FsyncWithDirOptions(options, dbg, dir_options);
    });
  }

 private:
  std::string path_;
  FileFaults* faults_;
};

class WatchedFileSystem : public rocksdb::FileSystemWrapper {
 public:
  WatchedFileSystem(FileTrail* trail, FileFaults* faults)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), trail_(trail), faults_(faults) {}

  const char* Name() const override { return "letopis.WatchedFileSystem"; }

  IOStatus NewSequentialFile(const std::string& path, const FileOptions& options,
                             std::unique_ptr<FSSequentialFile>* file,
                             IODebugContext* dbg) override {
    trail_->set(path);
    return FileSystemWrapper::NewSequentialFile(path, options, file, dbg);
  }
  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<FSWritableFile>* file, IODebugContext* dbg) override {
    return wrap(FileSystemWrapper::NewWritableFile(path, options, file, dbg), path, file);
  }
  IOStatus ReopenWritableFile(const std::string& path, const FileOptions& options,
                              std::unique_ptr<FSWritableFile>* file, IODebugContext* dbg) override {
    return wrap(FileSystemWrapper::ReopenWritableFile(path, options, file, dbg), path, file);
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<FSDirectory>* directory, IODebugContext* dbg) override {
    auto status = FileSystemWrapper::NewDirectory(path, options, directory, dbg);
    if (status.ok() && faults_ != nullptr) {
      *directory = std::make_unique<FaultyDirectory>(std::move(*directory), path, faults_);
    }
    return status;
  }

 private:
  IOStatus wrap(IOStatus status, const std::string& path, std::unique_ptr<FSWritableFile>* file) {
    if (status.ok() && faults_ != nullptr) {
      *file = std::make_unique<FaultyFile>(std::move(*file), path, faults_);
    }
    return status;
  }

  FileTrail* trail_;
  FileFaults* faults_;
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> watched_file_system(FileTrail* trail, FileFaults* faults) {
  return std::make_shared<WatchedFileSystem>(trail, faults);
}

}  // namespace ledger
