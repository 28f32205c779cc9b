#pragma once
// What can be wrong with a data folder or its store when it is opened. what() is one line for
// the person who started the server: it names the path and what to do.

#include <stdexcept>

namespace usher::adapters {

struct StoreError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The folder cannot be made, is a file, cannot be written.
struct FolderError : StoreError {
  using StoreError::StoreError;
};

// What is said of the PostgreSQL server cannot be meant.
struct AddressError : StoreError {
  using StoreError::StoreError;
};

// The PostgreSQL server cannot be reached, or does not let us in.
struct NoServer : StoreError {
  using StoreError::StoreError;
};

// Another process serves this folder, or writes this store.
struct FolderInUse : StoreError {
  using StoreError::StoreError;
};

// The file is no database of ours, or is damaged.
struct NotADatabase : StoreError {
  using StoreError::StoreError;
};

// A newer version of the server wrote it.
struct SchemaTooNew : StoreError {
  using StoreError::StoreError;
};

}  // namespace usher::adapters
