#!/usr/bin/env bash
# Makes a database in an empty data directory, then becomes the server.
#
# From the environment, each of them also as NAME_FILE with the path of a file that holds the value:
#   POSTGRES_PASSWORD           the superuser's password; required, unless all hosts are trusted
#   POSTGRES_USER               the superuser (postgres)
#   POSTGRES_DB                 a database that is there from the start (named like the user)
#   POSTGRES_INITDB_ARGS        more options for initdb
# and
#   POSTGRES_INITDB_WALDIR      another place for the write-ahead log
#   POSTGRES_HOST_AUTH_METHOD   how other hosts prove who they are (by password)
#
# What lies in /docker-entrypoint-initdb.d (*.sh, *.sql, *.sql.gz) runs once, in the order of names, in a new database.
set -Eeuo pipefail

say() { echo "entrypoint: $*"; }

stop() {
  printf 'entrypoint: %s\n' "$@" >&2
  exit 1
}

main() {
  # Options alone are options of the server.
  case ${1--} in -*) set -- postgres "$@" ;; esac

  # psql, bash or whatever else was asked for.
  [ "$1" = postgres ] || exec "$@"

  if [ "$(id -u)" = 0 ]; then become_postgres "$@"; fi
  if asks_only "$@"; then exec "$@"; fi

  make_directories
  if [ -s "$PGDATA/PG_VERSION" ]; then
    say "$PGDATA holds a database already; it is used as it is"
  else
    make_database "$@"
    say 'the database is ready; the server starts'
  fi
  exec "$@"
}

# The server refuses to run as root: give what it writes to the user postgres, and start again as that user.
become_postgres() {
  make_directories
  find "$PGDATA" /var/run/postgresql ! -user postgres -exec chown postgres:postgres {} +
  if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then
    find "$POSTGRES_INITDB_WALDIR" ! -user postgres -exec chown postgres:postgres {} +
  fi
  export HOME=/var/lib/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$0" "$@"
}

make_directories() {
  mkdir -p "$PGDATA" /var/run/postgresql ${POSTGRES_INITDB_WALDIR:+"$POSTGRES_INITDB_WALDIR"}
  # The server wants its data to itself. A mount may belong to somebody else; the server then says so.
  chmod 0700 "$PGDATA" 2>/dev/null || true
}

# asks_only COMMAND…: options with which postgres prints something and ends.
asks_only() {
  local word
  for word in "$@"; do
    case $word in '-?' | --help | -V | --version | --describe-config) return 0 ;; esac
  done
  return 1
}

make_database() {
  setting POSTGRES_PASSWORD ''
  setting POSTGRES_USER postgres
  setting POSTGRES_DB "$POSTGRES_USER"
  setting POSTGRES_INITDB_ARGS ''
  : "${POSTGRES_HOST_AUTH_METHOD:=}"
  require_password
  require_own_directory
  # Unreadable scripts should stop this before a database is made, not after.
  ls /docker-entrypoint-initdb.d/ >/dev/null

  name_this_user
  run_initdb
  allow_other_hosts "$@"

  # Until the set-up is done nobody outside may find a server: it listens on the unix socket alone.
  say 'starting a server for the set-up, on the unix socket only'
  pg_ctl -D "$PGDATA" -w start -o "$(printf '%q ' "${@:2}" -c listen_addresses= -p "${PGPORT:-5432}")"
  create_database
  run_scripts
  pg_ctl -D "$PGDATA" -m fast -w stop

  unset LD_PRELOAD NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP PGPASSWORD
}

# setting NAME DEFAULT: takes NAME from the environment, or from the file that NAME_FILE names.
setting() {
  local name=$1 file=$1_FILE
  if [ -n "${!name:-}" ] && [ -n "${!file:-}" ]; then
    stop "both $name and $file are set; keep one of them."
  elif [ -n "${!file:-}" ]; then
    [ -r "${!file}" ] || stop "$file names ${!file}, which cannot be read."
    printf -v "$name" '%s' "$(<"${!file}")"
  elif [ -z "${!name:-}" ]; then
    printf -v "$name" '%s' "$2"
  fi
  export "${name?}"
  unset "$file"
}

require_password() {
  if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
    stop 'there is no database yet, and POSTGRES_PASSWORD is not set.' \
      'The superuser needs a password. Give one:  docker run -e POSTGRES_PASSWORD=… postgres:13' \
      'or let everyone in without (for a test):  docker run -e POSTGRES_HOST_AUTH_METHOD=trust postgres:13'
  fi
  if [ "$POSTGRES_HOST_AUTH_METHOD" = trust ]; then
    say 'POSTGRES_HOST_AUTH_METHOD=trust: whoever reaches this server is let in without a password' >&2
  fi
}

require_own_directory() {
  [ -O "$PGDATA" ] || stop "$PGDATA belongs to another user than $(id -u), who is to run the server." \
    "Choose a folder inside of it:  docker run -e PGDATA=$PGDATA/mine … postgres:13" \
    "or give the mounted folder to user $(id -u)."
}

# initdb wants a name for the user it runs as; `docker run --user 1234` may bring a user without one.
name_this_user() {
  if getent passwd "$(id -u)" >/dev/null; then return; fi
  local wrapper
  wrapper=$(find /usr/lib -name libnss_wrapper.so -print -quit)
  NSS_WRAPPER_PASSWD=$(mktemp)
  NSS_WRAPPER_GROUP=$(mktemp)
  echo "postgres:x:$(id -u):$(id -g):PostgreSQL:$PGDATA:/bin/false" >"$NSS_WRAPPER_PASSWD"
  echo "postgres:x:$(id -g):" >"$NSS_WRAPPER_GROUP"
  export LD_PRELOAD=$wrapper NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
}

run_initdb() {
  local options=(--username="$POSTGRES_USER") more=()
  # The options are written as in a shell: quotes keep words together.
  eval "more=($POSTGRES_INITDB_ARGS)"
  if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then options+=(--waldir="$POSTGRES_INITDB_WALDIR"); fi
  if [ -n "$POSTGRES_PASSWORD" ]; then
    initdb "${options[@]}" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${more[@]}"
  else
    initdb "${options[@]}" "${more[@]}"
  fi
}

# initdb trusts the socket and 127.0.0.1. Everyone else shows the password, in the way in which it is stored.
allow_other_hosts() {
  local method=$POSTGRES_HOST_AUTH_METHOD
  if [ -z "$method" ]; then method=$(postgres -C password_encryption "${@:2}"); fi
  printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
}

# sql OPTIONS…: psql in the new database, which ends at the first mistake.
sql() {
  PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password --username "$POSTGRES_USER" "$@"
}

create_database() {
  export PGPASSWORD=${PGPASSWORD-$POSTGRES_PASSWORD}
  local found
  found=$(sql --dbname postgres -v name="$POSTGRES_DB" -tA <<<"SELECT 1 FROM pg_database WHERE datname = :'name'")
  if [ -z "$found" ]; then
    sql --dbname postgres -v name="$POSTGRES_DB" <<<'CREATE DATABASE :"name"'
  fi
}

run_scripts() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh)
        say "running $file"
        # One that is not executable is read into this shell, as in the official image.
        # shellcheck source=/dev/null
        if [ -x "$file" ]; then "$file"; else . "$file"; fi
        ;;
      *.sql)
        say "running $file"
        sql --dbname "$POSTGRES_DB" -f "$file"
        ;;
      *.sql.gz)
        say "running $file"
        gunzip -c "$file" | sql --dbname "$POSTGRES_DB"
        ;;
      */\*) ;;
      *) say "$file is left alone: its name ends in none of .sh, .sql, .sql.gz" ;;
    esac
  done
}

main "$@"
