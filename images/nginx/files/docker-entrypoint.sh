#!/bin/sh
# Before nginx starts, the scripts in /docker-entrypoint.d run in the order of their names. Any other command runs
# as it is.
set -eu

if [ "${1:-}" = nginx ]; then
  for script in /docker-entrypoint.d/*.sh; do
    [ -e "$script" ] || continue
    if [ -x "$script" ]; then
      echo "$0: running $script"
      "$script"
    else
      echo "$0: $script is left out, since it is not executable" >&2
    fi
  done
fi

exec "$@"
