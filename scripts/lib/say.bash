# shellcheck shell=bash
# How the set-up scripts speak: one line for each thing that they do, and one way to stop.
# Sourced, never run. Kept to bash 3.2, which macOS has.

# The word that stands before each line; a script sets its own.
SPEAKER=${SPEAKER:-set-up}

# say WORDS…: one line on what is happening.
say() { printf '%-9s%s\n' "$SPEAKER" "$*"; }

# fault WORDS…: what went wrong; lines after the first say how to mend it.
fault() { printf '%-9s%s\n' "$SPEAKER" "$*" >&2; }

# stop STATUS WORDS… [LINE…]: says what went wrong, the mend line by line, and ends the script.
# Status 3 is "no engine, or something needed is missing", as in statelab itself.
stop() {
  local status=$1
  shift
  fault "$1"
  shift
  local line
  for line in "$@"; do printf '%-9s  %s\n' '' "$line" >&2; done
  exit "$status"
}

have() { command -v "$1" >/dev/null 2>&1; }

# bounded SECONDS COMMAND…: runs it, ended with status 124 when it takes longer.
# --foreground lets Ctrl-C reach the command. macOS has no timeout(1): there a person waits.
bounded() {
  local seconds=$1
  shift
  if have timeout; then timeout --foreground "$seconds" "$@"; else "$@"; fi
}

# at_exit COMMAND: runs it when the script ends, whatever the end; the last one given runs first.
at_exit() {
  EXIT_COMMANDS="$1; ${EXIT_COMMANDS:-}"
  # shellcheck disable=SC2064 # the list as it is now
  trap "$EXIT_COMMANDS" EXIT
  trap 'exit 130' INT TERM
}
