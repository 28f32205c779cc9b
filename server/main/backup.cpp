#include "main/backup.hpp"

#include <iostream>

#include "adapters/files/folder_copy.hpp"
#include "adapters/sql/backup.hpp"
#include "adapters/sql/errors.hpp"
#include "adapters/sql/store.hpp"
#include "main/options.hpp"

namespace usher {
namespace {

enum class Epoch : std::uint8_t { kept, fresh };

// Files are never changed, and stored before the message that names them: copied after the
// database was, all that it names are there.
void copy(const CopyOptions& options, Epoch epoch) {
  std::error_code unreadable;
  if (std::filesystem::exists(options.to) && !std::filesystem::is_empty(options.to, unreadable)) {
    throw OptionError(options.to.string() + " is not an empty folder");
  }
  adapters::StoreBackup store(options.from, options.to);
  const adapters::Copied files = adapters::copy_files(options.from / "files", options.to / "files");
  if (epoch == Epoch::fresh) store.begin_epoch();
  store.finish();
  std::cout << "usher.db: " << std::filesystem::file_size(options.to / "usher.db") << " bytes\n"
            << "files: " << files.files << ", " << files.bytes << " bytes\n";
}

template <class Work>
int told_in_a_line(Work work) {
  try {
    work();
    return 0;
  } catch (const OptionError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw OptionError(error.what());
  }
}

}  // namespace

int back_up(const CopyOptions& options) {
  return told_in_a_line([&] {
    copy(options, Epoch::kept);
    std::cout << "the backup is in " << options.to.string() << "\n";
  });
}

int restore(const CopyOptions& options) {
  return told_in_a_line([&] {
    copy(options, Epoch::fresh);
    const int schema = adapters::prepare_store({.folder = options.to});
    std::cout << "restored to " << options.to.string() << ", schema " << schema << "\n";
  });
}

}  // namespace usher
