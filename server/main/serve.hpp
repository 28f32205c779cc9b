#pragma once
// The composition root: makes every part, gives each what it needs, and runs them until a signal.

#include "main/options.hpp"

namespace usher {

// Serves until SIGTERM or SIGINT, drains, and returns the exit code: 0, or 2 when it could not
// start (one line on stderr says why). A second signal ends it at once.
int serve(ServeOptions options);

}  // namespace usher
