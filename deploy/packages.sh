# shellcheck shell=bash
# Sourced by deploy/quickstart and tests/run: what Usher is built from on Debian and Ubuntu, and how
# to install only what is missing.

# A compiler cache serves every checkout of this project, wherever it lies.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

say() { printf '%s\n' "$*" >&2; }
die() { say "$(basename "$0"): $*"; exit 1; }

is_installed() {
  dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q ' installed$'
}

# install_missing PACKAGE…   Quiet unless it fails; asks for root only when something is missing.
install_missing() {
  local missing=() package
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  [[ $(id -u) -eq 0 ]] || die "not root, and these packages are missing: ${missing[*]}"
  say "installing ${missing[*]}"
  apt_get update
  apt_get install -y --no-install-recommends "${missing[@]}"
}

# apt_get ARGUMENT…   Its output is shown only when it fails.
apt_get() {
  local log
  log=$(mktemp)
  if ! DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" \
    >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    rm -f "$log"
    die "apt-get $1 failed"
  fi
  rm -f "$log"
}

# candidate_version PACKAGE   The version that apt would install; empty when it knows none.
candidate_version() {
  LC_ALL=C apt-cache policy "$1" 2>/dev/null | awk '$1 == "Candidate:" && $2 != "(none)" {print $2}'
}

# boost_packages   Boost 1.81 or newer: the distribution's own, or Debian 12's second one.
boost_packages() {
  local version
  version=$(candidate_version libboost-dev)
  if [[ -n $version ]] && dpkg --compare-versions "$version" ge 1.81; then
    echo libboost-dev libboost-system-dev
  elif [[ -n $(candidate_version libboost1.81-dev) ]]; then
    echo libboost1.81-dev libboost-system1.81-dev
  else
    die "this release has no Boost 1.81 or newer; Debian 12, Ubuntu 24.04 or later are needed"
  fi
}

# node_packages   Nothing when Node 18 or newer is here already, from wherever it came.
node_packages() {
  local major
  major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
  if [[ -z $major ]]; then
    echo nodejs npm
  elif [[ $major -lt 18 ]]; then
    die "Node $major is too old: the web pages are built with Node 18 or newer"
  elif ! command -v npm >/dev/null; then
    echo npm
  fi
}

install_build_packages() {
  [[ -r /etc/debian_version ]] || die "this is neither Debian nor Ubuntu: see deploy/README.md"
  # A fresh system has no package lists yet, and without them no candidate version.
  [[ -n $(candidate_version libboost-dev) ]] || { [[ $(id -u) -eq 0 ]] && apt_get update; }
  local boost node
  boost=$(boost_packages)
  node=$(node_packages)
  # shellcheck disable=SC2086  # word splitting is wanted
  install_missing ca-certificates g++ cmake ninja-build ccache pkg-config $boost libssl-dev \
    libsoci-dev libsqlite3-dev libpq-dev libhiredis-dev libsodium-dev nlohmann-json3-dev \
    libspdlog-dev libfmt-dev libcli11-dev libtomlplusplus-dev prometheus-cpp-dev \
    libhowardhinnant-date-dev tzdata brotli libcurl4-openssl-dev libmaxminddb-dev $node
}
