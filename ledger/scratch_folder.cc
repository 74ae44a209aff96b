// SPDX-License-Identifier: Apache-2.0
#include "ledger/scratch_folder.h"

#include <stdlib.h>

#include <string>

namespace ledger {

Result<std::unique_ptr<ScratchFolder>> ScratchFolder::make() {
  std::error_code failed;
  std::string name = (std::filesystem::temp_directory_path(failed) / "letopis-XXXXXX").string();
  if (failed || ::mkdtemp(name.data()) == nullptr) {
    return io_error("FILE_WRITE", "no temporary folder can be made", name);
  }
  return std::unique_ptr<ScratchFolder>(new ScratchFolder(name));
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace ledger
