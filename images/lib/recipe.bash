# shellcheck shell=bash
# Recipes: the folders beside this one that hold a recipe.bash. Sourced by images/make, in the clone's root.

RECIPES="nginx postgres"

# Where built images are kept, outside of any clone.
KEPT=${XDG_CACHE_HOME:-$HOME/.cache}/statelab/images

# load_recipe NAME: sets IMAGE, SUITE, PACKAGES, VERSION_OF and LEAVE_OUT, and from them:
#   NAME      the recipe's name
#   RECIPE    a hash of all that the image is made from; another hash is another image
#   OWN       the name under which a built image is known until it may have its real one
#   ARCHIVE   where it is kept
load_recipe() {
  NAME=$1
  # shellcheck source=images/nginx/recipe.bash
  . "images/$NAME/recipe.bash"
  RECIPE=$(recipe_hash "$NAME")
  OWN=statelab-stand-in/$NAME:$RECIPE
  ARCHIVE=$KEPT/$NAME-$RECIPE-$(engine_architecture).tar
}

# Names and contents of all files that the image is made from.
recipe_hash() {
  local file
  find "images/$1" images/lib/rootfs.bash images/lib/tidy -type f | LC_ALL=C sort | while IFS= read -r file; do
    printf '%s\n' "$file"
    cat "$file"
  done | if have sha256sum; then sha256sum; else shasum -a 256; fi | cut -c 1-12
}

# The engine decides, not this machine: it may run elsewhere.
engine_architecture() {
  [ -n "${ENGINE_ARCHITECTURE:-}" ] || ENGINE_ARCHITECTURE=$(docker version --format '{{.Server.Arch}}')
  printf '%s\n' "$ENGINE_ARCHITECTURE"
}
