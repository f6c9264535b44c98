# shellcheck shell=bash
# Which engine the set-up works with: the same order as statelab's own, through whichever docker client is in PATH.
# Sourced after say.bash.

# What STATELAB_ENGINE names counts before the client's own settings.
if [ -n "${STATELAB_ENGINE:-}" ]; then
  case $STATELAB_ENGINE in
    /*) export DOCKER_HOST=unix://$STATELAB_ENGINE ;;
    *) export DOCKER_HOST=$STATELAB_ENGINE ;;
  esac
fi

# engine_version: prints the version when the engine that the client would talk to answers.
engine_version() { bounded 10 docker version --format '{{.Server.Version}}' 2>/dev/null; }

# engine_named: has somebody said which engine it must be? Then no other is looked for, or started.
engine_named() { [ -n "${DOCKER_HOST:-}" ] || [ -n "${DOCKER_CONTEXT:-}" ]; }

# engine_address: where the client talks to, in words for people.
engine_address() {
  if [ -n "${DOCKER_HOST:-}" ]; then
    printf '%s\n' "$DOCKER_HOST"
  else
    docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null || printf 'unix:///var/run/docker.sock\n'
  fi
}

# find_engine: true when an engine answers; DOCKER_HOST is set where it is not the client's own choice.
find_engine() {
  have docker || return 1
  engine_version >/dev/null && return 0
  engine_named && return 1
  local socket
  for socket in /var/run/docker.sock "${XDG_RUNTIME_DIR:-/nonexistent}/docker.sock" "${HOME:-}/.docker/run/docker.sock" \
    "${HOME:-}/.docker/desktop/docker.sock" "${HOME:-}/.colima/default/docker.sock" "${HOME:-}/.orbstack/run/docker.sock" \
    "${HOME:-}/.rd/docker.sock" "${XDG_RUNTIME_DIR:-/nonexistent}/podman/podman.sock" /run/podman/podman.sock; do
    [ -S "$socket" ] || continue
    if DOCKER_HOST=unix://$socket engine_version >/dev/null; then
      export DOCKER_HOST=unix://$socket
      return 0
    fi
  done
  return 1
}
