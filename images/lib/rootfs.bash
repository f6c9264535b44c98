# shellcheck shell=bash
# A small root filesystem from Debian's packages, for the recipe that load_recipe has set.

# What no image needs. Copyright files stay.
UNNEEDED=('/usr/share/man/*' '/usr/share/info/*' '/usr/share/lintian/*' '/usr/share/locale/*' '/usr/share/bug/*'
  '/usr/share/doc/*')

# make_rootfs TAR: writes it there.
make_rootfs() {
  local tar=$1 options=() line
  for line in "${UNNEEDED[@]}" "${LEAVE_OUT[@]}"; do options+=(--dpkgopt="path-exclude=$line"); done
  options+=(--dpkgopt='path-include=/usr/share/doc/*/copyright')
  while IFS= read -r line; do options+=(--aptopt="$line"); done < <(apt_settings)
  # From Debian 12 on, /bin and its like are links into /usr; earlier releases stay as they are.
  options+=(--hook-dir=/usr/share/mmdebstrap/hooks/maybe-merged-usr)
  # images/lib/tidy does this, and more.
  options+=(--skip=cleanup/apt --skip=cleanup/mmdebstrap --skip=cleanup/run)
  # The folder's own name must not be changed by the shell that runs a hook.
  export RECIPE_FOLDER=$PWD/images/$NAME TIDY=$PWD/images/lib/tidy

  # Without sources mmdebstrap takes its own.
  local sources mirror=-
  sources=$(debian_sources "$SUITE") || return
  [ -n "$sources" ] || mirror=

  # shellcheck disable=SC2016 # mmdebstrap's shell fills in what stands in single quotes
  quietly narrated mmdebstrap --variant=essential --format=tar \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    --include="$(IFS=,; echo "${PACKAGES[*]}")" \
    "${options[@]}" \
    --essential-hook='"$RECIPE_FOLDER/prepare" "$1"' \
    --customize-hook='"$TIDY" "$1"' \
    --customize-hook='"$RECIPE_FOLDER/finish" "$1"' \
    "$SUITE" "$tar" ${mirror:+"$mirror"} 3>&1 <<<"$sources"
}

# narrated COMMAND…: mmdebstrap's output as it is, and each step of its work as a line of ours on the caller's screen.
narrated() {
  local line
  "$@" 2>&1 | while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in
      'I: downloading'* | 'I: extracting'* | 'I: installing'* | 'I: creating'*)
        line=${line#I: }
        say "$IMAGE: ${line%...} …" >&3
        ;;
    esac
  done
}

# Settings of this machine's apt without which it may not reach its mirror.
apt_settings() {
  apt-config dump --no-empty --format '%F "%v";%n' Acquire |
    grep -E '^Acquire::(https?::Proxy[^ ]*|Check-Valid-Until|Check-Date) ' || true
}

# debian_sources SUITE: the lines of a sources.list, from the mirrors that this machine's apt uses. Updates and
# security fixes are taken where the mirror has them for that release. Nothing, where it uses none.
debian_sources() {
  local suite=$1 main security
  main=${STATELAB_DEBIAN_MIRROR:-$(debian_site Debian)}
  security=$(debian_site Debian-Security)
  # Another distribution's machine names no Debian mirror.
  [ -n "$main" ] || return 0
  if ! has_suite "$main" "$suite"; then
    fault "this machine's Debian mirror ($main) has no $suite."
    fault "Name one that has it, then run the same again:  export STATELAB_DEBIAN_MIRROR=http://…/debian"
    return 1
  fi
  printf 'deb %s %s main\n' "$main" "$suite"
  if has_suite "$main" "$suite-updates"; then printf 'deb %s %s-updates main\n' "$main" "$suite"; fi
  if has_suite "$security" "$suite-security"; then printf 'deb %s %s-security main\n' "$security" "$suite"; fi
}

# debian_site LABEL: where this machine's apt finds Debian's archive of that label, or nothing.
debian_site() {
  # shellcheck disable=SC2016 # apt-get fills these in
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(SITE)' 'Identifier: Packages' |
    awk -F'|' -v label="$1" '$1 == "Debian" && $2 == label && !found { print $3; found = 1 }'
}

# has_suite SITE SUITE: apt's own helper asks, so its proxies and certificates count.
has_suite() {
  local site=$1 suite=$2 folder found=1
  [ -n "$site" ] || return 1
  folder=$(mktemp -d)
  if /usr/lib/apt/apt-helper download-file "$site/dists/$suite/InRelease" "$folder/InRelease" >/dev/null 2>&1; then
    found=0
  fi
  rm -rf "$folder"
  return "$found"
}
