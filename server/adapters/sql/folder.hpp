#pragma once
// The data folder itself.

#include <filesystem>

namespace usher::adapters {

// Makes it and its parents when missing, readable by this user only. Throws FolderError when it
// cannot be made, is a file, or cannot be written to.
void make_folder(const std::filesystem::path& folder);

}  // namespace usher::adapters
