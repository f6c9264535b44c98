# shellcheck shell=bash
# What the engine holds, and how a stand-in comes to its name. Sourced by images/make.

# The label that tells a stand-in from the official image; statelab itself reads it too. Images made from a
# stand-in inherit it.
LABEL=statelab.stand-in

present() { docker image inspect "$1" >/dev/null 2>&1; }

# label_of IMAGE LABEL: its value, or nothing.
label_of() { docker image inspect --format "{{with .Config.Labels}}{{index . \"$2\"}}{{end}}" "$1" 2>/dev/null; }

stands_in() { [ -n "$(label_of "$1" "$LABEL")" ]; }

# outdated: is the image of the loaded recipe a stand-in that another version of the recipe made?
outdated() { stands_in "$IMAGE" && [ "$(label_of "$IMAGE" "$LABEL.recipe")" != "$RECIPE" ]; }

# others_images: how many images the engine has that are not stand-ins.
others_images() {
  comm -23 <(docker images --quiet --no-trunc | sort -u) \
    <(docker images --quiet --no-trunc --filter "label=$LABEL" | sort -u) | wc -l
}

# take_name: gives the image that was built or loaded as $OWN its real name. This is the only place where a name is
# given, and an image of somebody else's is looked for once more right before.
take_name() {
  local before=
  if present "$IMAGE"; then
    if ! outdated; then
      say "$IMAGE has come from elsewhere meanwhile; it stays"
      docker rmi "$OWN" >/dev/null
      return
    fi
    before=$(docker image inspect --format '{{.Id}}' "$IMAGE")
  fi
  docker tag "$OWN" "$IMAGE"
  docker rmi "$OWN" >/dev/null
  # The stand-in before it goes, unless it has another name too, or a container still uses it.
  if [ -n "$before" ] && [ "$(docker image inspect --format '{{len .RepoTags}}' "$before")" = 0 ]; then
    docker rmi "$before" >/dev/null 2>&1 || true
  fi
}

# pull IMAGE: tries the registry. It must begin to answer within 30 s, and not fall silent for ten minutes. Leaves
# nothing running when this script is interrupted.
pull() {
  local image=$1 since=$SECONDS line last='none' patience=30
  say "$image is missing; asking the registry …"
  make_work
  mkfifo "$WORK/pull"
  docker pull "$image" >"$WORK/pull" 2>&1 </dev/null &
  PULLING=$!
  while IFS= read -r -t "$patience" line; do
    last=$line
    patience=600
    case $line in *': Pull complete') say "$image: layer ${line%%:*} is here" ;; esac
  done <"$WORK/pull"
  end_pull
  remove_work
  if present "$image"; then
    say "$image pulled in $((SECONDS - since)) s"
  else
    say "the registry gave none in $((SECONDS - since)) s; its last words: $last"
    return 1
  fi
}

end_pull() {
  if [ -n "${PULLING:-}" ]; then
    kill "$PULLING" 2>/dev/null || true
    wait "$PULLING" 2>/dev/null || true
  fi
  PULLING=
}
