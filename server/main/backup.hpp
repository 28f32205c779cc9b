#pragma once
// The commands that copy a data folder: the database and the files that were sent. What can be made
// anew from these, the archive, is left out.

#include <filesystem>

namespace usher {

struct CopyOptions {
  std::filesystem::path from;
  std::filesystem::path to;  // empty or missing
};

// Both return the exit code and throw OptionError for what cannot be done.
int back_up(const CopyOptions& options);
// The folder's journal begins a new epoch, so that clients don't take it for the one they know.
int restore(const CopyOptions& options);

}  // namespace usher
