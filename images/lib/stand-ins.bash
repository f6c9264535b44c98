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
  # The stand-in before it goes, unless a container still uses it.
  if [ -n "$before" ]; then docker rmi "$before" >/dev/null 2>&1 || true; fi
}

# pull IMAGE: tries the registry. It must begin to answer within 30 s, and be done within 15 minutes.
pull() {
  local image=$1 since=$SECONDS line last='no answer within 30 s' out pid
  say "$image is missing; asking the registry …"
  exec {out}< <(exec docker pull "$image" 2>&1 </dev/null)
  pid=$!
  local patience=30
  while IFS= read -r -t "$patience" line <&"$out"; do
    last=$line
    patience=$((900 - (SECONDS - since)))
    [ "$patience" -gt 0 ] || patience=1
  done
  kill "$pid" 2>/dev/null || true
  exec {out}<&-
  if present "$image"; then
    say "$image pulled in $((SECONDS - since)) s"
  else
    say "the registry gave none: $last"
    return 1
  fi
}
