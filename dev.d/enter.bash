# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Outside: going in.

# Binds which both ways in share: the tree, the cache, the display, and an ordinary user's identity.
shared_binds() {
  local uid=$1 path
  binds=(
    --unshare-user --uid "$uid" --gid "$uid" --cap-drop ALL
    --die-with-parent "${process_space[@]}" --tmpfs /tmp --bind "$cache" "$cache" --bind "$here" "$here"
    --setenv WEFT_INSIDE "$uid" --setenv WEFT_CACHE "$cache" --setenv HOME "$state/home" --setenv USER weft --unsetenv CCACHE_DIR
  )
  path=$(git -C "$here" rev-parse --path-format=absolute --git-common-dir 2>/dev/null || true)
  if [[ -d $path && $path != "$here"/* ]]; then binds+=(--ro-bind "$path" "$path"); fi
  for path in "${extra_binds[@]}"; do binds+=(--bind "$path" "$path"); done
  ((uid == EUID)) || binds+=(--unsetenv XDG_RUNTIME_DIR --unsetenv DBUS_SESSION_BUS_ADDRESS)
  [[ -z ${DISPLAY:-} ]] || binds+=(--bind-try /tmp/.X11-unix /tmp/.X11-unix)
  [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] || binds+=(--dev-bind-try /dev/dri /dev/dri)
  if [[ -n ${XAUTHORITY:-} && -e ${XAUTHORITY:-} ]]; then binds+=(--ro-bind "$XAUTHORITY" "$XAUTHORITY"); fi
  if [[ -n ${XDG_RUNTIME_DIR:-} && -d ${XDG_RUNTIME_DIR:-} ]] && ((uid == EUID)); then
    binds+=(--bind "$XDG_RUNTIME_DIR" "$XDG_RUNTIME_DIR")
  fi
}

# Everything but the root's own files is empty memory; those are read-only.
root_binds() {
  local uid=$1 dir
  binds=(--tmpfs /)
  for dir in usr etc var; do binds+=(--ro-bind "$root/$dir" "/$dir"); done
  for dir in bin lib lib64 sbin; do [[ ! -e $root/usr/$dir ]] || binds+=(--symlink "usr/$dir" "/$dir"); done
  for dir in resolv.conf hosts machine-id localtime; do binds+=(--ro-bind-try "/etc/$dir" "/etc/$dir"); done
  binds+=(--dev /dev --ro-bind-try /sys /sys --tmpfs /run --tmpfs /var/tmp)
  shared=("${binds[@]}")
  shared_binds "$uid"
  binds=("${shared[@]}" "${binds[@]}" --setenv PATH /usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin)
}

# What this machine, or the container it is, lets bubblewrap do; 1 if nothing.
#
# For root bubblewrap covers parts of /proc, and the kernel then lets no sandbox inside (Flatpak's) have a /proc of its own.
# So root makes the process space and its /proc first, with its own rights, and drops them after.
probe_bubblewrap() {
  local fresh=(bwrap --dev-bind / / --unshare-pid --die-with-parent --cap-add ALL sh -c 'mount -t proc proc /proc && exec "$@"' sh)
  process_space=(--bind /proc /proc) before_bubblewrap=()
  if ((EUID == 0)) && "${fresh[@]}" bwrap --dev-bind / / --unshare-user "${process_space[@]}" true 2>/dev/null; then
    before_bubblewrap=("${fresh[@]}")
    return 0
  fi
  process_space=(--unshare-pid --proc /proc)
  if bwrap --dev-bind / / --unshare-user "${process_space[@]}" true 2>/dev/null; then return 0; fi
  process_space=(--bind /proc /proc)
  why_not=$(bwrap --dev-bind / / --unshare-user true 2>&1)
}

enter_with_bubblewrap() {
  local uid=$1 name=weft full=Weft
  shift
  if ((uid == EUID)); then # the window proposes the person's own name
    name=$(id -un)
    full=$(getent passwd "$uid" | cut -d: -f5 | tr -d '%\\\n')
  fi
  "${before_bubblewrap[@]}" bwrap "${binds[@]}" --chdir "$here" \
    --ro-bind-data 7 /etc/passwd --ro-bind-data 8 /etc/group "$here/dev" "$@" \
    7< <(printf 'root:x:0:0::/:/bin/sh\n%s:x:%d:%d:%s:%s:/bin/bash\nmessagebus:x:101:101::/:/bin/false\n' "$name" "$uid" "$uid" "$full" "$state/home") \
    8< <(printf 'root:x:0:\n%s:x:%d:\n' "$name" "$uid")
}

enter() {
  local uid=$EUID kind
  local -a binds=() shared=() process_space=() before_bubblewrap=()
  local why_not= go
  kind=native
  [[ -z $(missing_of "${packages[@]}" 2>/dev/null || echo all) ]] || kind=$(kind_of_system)
  mkdir -p "$cache" "$state/home"
  ((EUID != 0)) || uid=1000 # AT-SPI, keyrings and the tests are for ordinary users
  go=(enter_with_bubblewrap "$uid")
  if [[ $kind == native ]]; then
    install_packages "${packages[@]}"
    if ((EUID == 0)) && ! probe_bubblewrap; then
      say "continuing as root, since an ordinary user cannot be made here (${why_not%%.*})"
      uid=0
    fi
    if ((EUID == uid)); then
      go=(env "WEFT_CACHE=$cache" "WEFT_INSIDE=$uid" "$here/dev")
    else
      shared_binds "$uid"
      binds=(--dev-bind / / --tmpfs /run/user "${binds[@]}")
    fi
  else
    root=$cache/root-$(printf '%s\n' "$suite" "${packages[@]}" | sha256sum | cut -c1-12)
    install_packages mmdebstrap bubblewrap || exit 1
    probe_bubblewrap ||
      die "bubblewrap cannot enter a Debian 13 here (${why_not%%.*}). In a container, allow it: docker run --privileged."
    prepare_root
    exec 8>"$root.lock" # shared by all who are inside; see remove_old
    flock -s 8
    root_binds "$uid"
  fi
  if wants_webhook "$@"; then fetch_webhook; fi
  if wants_flatpak "$@"; then prepare_flatpak "${go[@]}"; fi
  [[ ${go[0]} != env ]] || exec "${go[@]}" "$@"
  "${go[@]}" "$@"
}
