# shellcheck shell=bash
# Debian packages, installed only where they are missing. Sourced after say.bash.

# can_install: may this script install packages here?
can_install() { have apt-get && [ "$(id -u)" = 0 ]; }

# need_packages PURPOSE PACKAGE…: installs those that are missing, saying what for.
need_packages() {
  local purpose=$1 package missing=() since=$SECONDS
  shift
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0

  have apt-get || stop 3 "$purpose needs ${missing[*]}, and this machine has no apt-get." \
    "Install them with your own package manager, then run the same again."
  [ "$(id -u)" = 0 ] || stop 3 "$purpose needs ${missing[*]}, and only root may install packages. Type:" \
    "sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}"

  say "installing ${missing[*]} ($purpose) …"
  fresh_lists "${missing[@]}"
  hold_services
  quietly env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Dpkg::Options::=--force-confold -o DPkg::Lock::Timeout=120 "${missing[@]}" || {
    release_services
    stop 3 "apt-get could not install ${missing[*]}; its last words stand above." \
      "Mend what it names (often the network, or /etc/apt/sources.list), then run the same again."
  }
  release_services
  say "installed ${missing[*]} in $((SECONDS - since)) s"
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# known PACKAGE: do apt's lists offer it?
known() { apt-cache show --no-all-versions "$1" >/dev/null 2>&1; }

# fresh_lists PACKAGE…: fetches apt's lists where they lack a package, or are older than a day: an old list
# names versions that the mirror no longer has.
fresh_lists() {
  local package stale=
  # The lists carry the mirror's dates; the folder "partial" is touched by every update.
  [ -n "$(find /var/lib/apt/lists/partial -maxdepth 0 -mtime -1 2>/dev/null)" ] || stale=1
  for package in "$@"; do known "$package" || stale=1; done
  [ -n "$stale" ] || return 0
  say "fetching apt's package lists …"
  quietly apt-get update -q -o DPkg::Lock::Timeout=120 ||
    stop 3 "apt-get update failed; its last words stand above." \
      "Mend what it names (often the network, or /etc/apt/sources.list), then run the same again."
}

# Without systemd a package's own start script may hang, or start a daemon whose output nobody sees: until
# release_services, packages start nothing. Debian's policy-rc.d is the switch for that; a machine's own one stays.
POLICY=/usr/sbin/policy-rc.d
hold_services() {
  [ -d /run/systemd/system ] || [ -e "$POLICY" ] && return 0
  printf '#!/bin/sh\n# statelab: packages start no services while it installs them.\nexit 101\n' >"$POLICY"
  chmod 755 "$POLICY"
  at_exit release_services
}
release_services() {
  if grep -qs '^# statelab:' "$POLICY"; then rm -f "$POLICY"; fi
}

# quietly COMMAND…: its output is shown only when it fails, and then its end.
quietly() {
  local status=0
  if [ -z "${OUTPUT:-}" ]; then
    OUTPUT=$(mktemp)
    # shellcheck disable=SC2016 # filled in at the end
    at_exit 'rm -f "$OUTPUT"'
  fi
  "$@" >"$OUTPUT" 2>&1 || status=$?
  [ "$status" = 0 ] || tail -n 20 "$OUTPUT" >&2
  return "$status"
}
