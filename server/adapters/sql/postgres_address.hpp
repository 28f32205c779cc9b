#pragma once
// The address of a PostgreSQL server, as its owner wrote it: "postgresql://…" or "host=… dbname=…".

#include <string>

#include "adapters/sql/store.hpp"

namespace usher::adapters {

// The address with what we want of each connection, unless it says otherwise: several hosts may
// stand in it, and the one that takes writes is used. Throws AddressError when it cannot be read;
// the message holds nothing of the address, as there may be a password in it.
std::string connection_string(const std::string& address);

// "host:port/database", for people and logs.
std::string shown_address(const std::string& address);

// A name that needs no quotation marks: small letters, digits and '_'.
bool is_schema_name(const std::string& name);

}  // namespace usher::adapters
