# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The Flatpak.  Outside: the packages and sources which stand in for GNOME's runtime and for upstream's servers.
# Inside: building it, in sandboxes within ours.

wants_flatpak() {
  [[ $1 == flatpak || ( $1 == test && ( -z ${2:-} || " $* " == *[\ -]flatpak* || ( $2 == --sanitize && $# == 2 ) ) ) ]]
}

# flatpak_packages_of LIST…: the names in flatpak/stand-in/LIST.packages.
flatpak_packages_of() {
  sed 's/#.*//' "${@/#/$here/flatpak/stand-in/}" | tr -s ' \n' '\n' | sort -u | grep .
}

# ---- outside

# What a person should do who is told that the Flatpak is skipped.
nesting_rights="a sandbox within a sandbox needs user namespaces for ordinary users (kernel.unprivileged_userns_clone=1, \
kernel.apparmor_restrict_unprivileged_userns=0) and a /proc which nothing covers (in a container: docker run --privileged)"

# prepare_flatpak ENTER…: tells the inside by WEFT_FLATPAK where the runtime is, or by WEFT_FLATPAK_SKIP why there is none.
prepare_flatpak() {
  local why
  export WEFT_FLATPAK='' WEFT_FLATPAK_SKIP=''
  if ! why=$("$@" can-nest 2>&1); then
    skip_flatpak "$nesting_rights; here: ${why:-nothing is said}"
  elif ! compgen -G "/usr/share/keyrings/debian-archive-$suite-*" >/dev/null; then
    skip_flatpak "the stand-in for GNOME's runtime is made of Debian 13 packages, and this system's keyring does not know Debian 13"
  else
    runtime=$cache/runtime-$({ echo "$suite"; flatpak_packages_of platform.packages sdk.packages; flatpak_branch; declare -f lay_out_runtime; } | sha256sum | cut -c1-12)
    prepare_runtime "$@"
    fetch_flatpak_sources
    exec 6>"$runtime.lock" # shared by all who use it; see remove_old
    flock -s 6
    WEFT_FLATPAK=$runtime
  fi
}

skip_flatpak() {
  WEFT_FLATPAK_SKIP=$1
  say "SKIPPED: the Flatpak: $1"
}

prepare_runtime() {
  local part=$runtime.part codename=- kind
  local -a packages sdk=()
  [[ ! -d $runtime ]] || return 0
  exec 9>"$cache/lock"
  flock -n 9 || { say "another ./dev is preparing something; waiting for it"; flock 9; }
  if [[ ! -d $runtime ]]; then
    [[ $(os_release ID) != debian ]] || codename=$(os_release VERSION_CODENAME)
    install_packages mmdebstrap || exit 1
    say "preparing a stand-in for GNOME's Flatpak runtime, in $runtime (about 2 GB, some minutes, once)"
    rm -rf "$part"
    for kind in Platform Sdk; do
      mapfile -t packages < <(flatpak_packages_of platform.packages "${sdk[@]}")
      sdk=(sdk.packages)
      retrying "Debian 13 packages for org.gnome.$kind" "$cache/flatpak.log" make_root_anew "$part/tree/$kind" "$codename" "${packages[@]}" || exit 1
    done
    WEFT_FLATPAK=$part quietly "making the Flatpak runtime" "$cache/flatpak.log" "$@" export-runtimes
    rm -rf "$part/tree"
    mv -T "$part" "$runtime"
  fi
  exec 9>&-
  remove_old runtime "$runtime"
}

# Debian's tarball often is upstream's; flatpak/stand-in/sources.py looks at the checksums.  As a mirror may have no sources, the binary
# packages are fetched too.
fetch_flatpak_sources() {
  local dir=$cache/flatpak/sources name fetched
  local -a sources=(sqlite3 libdex wslay argon2) built=(libdex-1-1 libdex-dev liburing2 liburing-dev libwslay1 libwslay-dev)
  fetched=$dir/fetched-$(echo "${sources[@]}" "${built[@]}" | sha256sum | cut -c1-12)
  [[ -z $(find "$fetched" -mtime -7 2>/dev/null) ]] || return 0
  mkdir -p "$dir"/lists/partial "$dir"/archives/partial
  apt_sources "$(os_release VERSION_CODENAME)" | sed 'p; s/^deb /deb-src /' >"$dir/sources.list"
  apt_here() {
    (cd "$dir" && apt-get -q -o "Dir::Etc::sourcelist=$dir/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::lists=$dir/lists" \
      -o "Dir::Cache=$dir" -o APT::Sandbox::User=root -o Acquire::Retries=3 "$@")
  }
  retrying "Debian's list of sources" "$cache/flatpak.log" apt_here update || return 0 # what was fetched before may do
  for name in "${sources[@]}"; do
    apt_here source --download-only --tar-only "$name" >>"$cache/flatpak.log" 2>&1 || true
  done
  apt_here download "${built[@]}" >>"$cache/flatpak.log" 2>&1 || true
  rm -rf "$dir"/{lists,archives}
  touch "$fetched"
}

# ---- inside

can_nest() {
  bwrap --ro-bind / / --dev /dev --proc /proc --unshare-all --die-with-parent true
}

# A system bus with nobody on it: flatpak asks there about parental controls and takes silence for a failure, but not an empty bus.
with_flatpak() {
  env -u CCACHE_DIR -u CCACHE_BASEDIR -u CCACHE_NOHASHDIR -u CCACHE_MAXSIZE FLATPAK_SYSTEM_DIR="$WEFT_FLATPAK" FLATPAK_USER_DIR="$state/flatpak/user" \
    dbus-run-session -- sh -c 'DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec "$@"' sh "$@"
}

flatpak_branch() {
  sed -n 's/.*"runtime-version": "\(.*\)".*/\1/p' "$here/flatpak/dev.weft.Weft.json"
}

# Debian's files become what flatpak calls a runtime: /usr, its part of /etc, and where libraries are looked for.
lay_out_runtime() {
  local kind=$1 tree=$2 root=$2/debian files=$2/files triplet arch
  triplet=$(basename "$root"/usr/lib/*-linux-gnu*) arch=$(flatpak --default-arch)
  mv "$root/usr" "$files"
  rm -rf "$files/etc"
  mv "$root/etc" "$files/etc"
  rm -rf "$files"/etc/{passwd*,group*,shadow*,gshadow*,machine-id,resolv.conf,hostname,hosts,mtab,localtime,fstab,apt,dpkg,systemd,pam.d,security} \
    "$files"/{games,src,local} "$files"/lib/{systemd,udev,apt,dpkg} "$files"/share/{bug,debconf,dpkg,doc,info,locale,man} \
    "$files"/etc/ld.so.{conf.d,cache}
  # nothing of the manifest's modules may be found here
  rm -f "$files"/include/sqlite3*.h "$files/lib/$triplet"/{libsqlite3.a,libsqlite3.so,pkgconfig/sqlite3.pc}
  find "$files" \( -type c -o -type b -o -type p -o -type s \) -delete
  printf '%s\n' 'include /run/flatpak/ld.so.conf.d/app-*.conf' 'include /app/etc/ld.so.conf' /app/lib \
    'include /run/flatpak/ld.so.conf.d/runtime-*.conf' "/usr/lib/$triplet" >"$files/etc/ld.so.conf"
  printf '%s' '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>' \
    '<cachedir>/usr/cache/fontconfig</cachedir><dir>/app/share/fonts</dir><dir>/run/host/fonts</dir></fontconfig>' \
    >"$files/etc/fonts/conf.d/05-flatpak.conf"
  mkdir -p "$files"/{cache/fontconfig,extensions,lib/locale,share/runtime/locale}
  cat >"$tree/metadata" <<META
[Runtime]
name=org.gnome.$kind
runtime=org.gnome.Platform/$arch/$(flatpak_branch)
sdk=org.gnome.Sdk/$arch/$(flatpak_branch)

[Environment]
GI_TYPELIB_PATH=/app/lib/girepository-1.0
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
META
}

# Into the repository, and from there into the installation which WEFT_FLATPAK then is, as from any server.
export_runtimes() {
  local dir=$WEFT_FLATPAK kind repo=$WEFT_FLATPAK/tree/repo
  ostree --repo="$repo" init --mode=bare-user-only
  for kind in Platform Sdk; do
    mkdir "$dir/tree/$kind/debian"
    find "$dir/tree/$kind" -mindepth 1 -maxdepth 1 ! -name debian -exec mv -t "$dir/tree/$kind/debian" {} +
    lay_out_runtime "$kind" "$dir/tree/$kind"
    flatpak build-export --disable-sandbox --runtime --files=files --no-update-summary "$repo" "$dir/tree/$kind" "$(flatpak_branch)"
  done
  flatpak build-update-repo "$repo"
  WEFT_FLATPAK=$dir/nothing with_flatpak env FLATPAK_USER_DIR="$dir" sh -ec '
    flatpak remote-add --user --no-gpg-verify stand-in "file://$1"
    flatpak install --user --noninteractive -y stand-in "org.gnome.Platform//$2" "org.gnome.Sdk//$2"' sh "$repo" "$(flatpak_branch)"
}

# Builds and installs it for this tree, under .dev/flatpak.
build_flatpak() {
  local dir=$state/flatpak log=$state/log/flatpak.log
  mkdir -p "$dir/state" "$cache/flatpak/ccache"
  ln -sfnT "$cache/flatpak/ccache" "$dir/state/ccache"
  python3 "$here/flatpak/stand-in/sources.py" "$here/flatpak/dev.weft.Weft.json" "$cache/flatpak/sources" "$cache/flatpak/sources/kept" \
    "$dir/dev.weft.Weft.json" >"$dir/stand-ins" || die "the sources of the Flatpak are not there"
  while read -r line; do say "the Flatpak stands on another source: $line"; done <"$dir/stand-ins"
  quietly "building the Flatpak" "$log" with_flatpak nice flatpak-builder --user --force-clean --ccache --disable-updates --disable-rofiles-fuse \
    --jobs="$(nproc)" --state-dir="$dir/state" --extra-sources="$cache/flatpak/sources/kept" --repo="$dir/repo" --default-branch=stable \
    "$dir/build" "$dir/dev.weft.Weft.json"
  quietly "installing the Flatpak" "$log" with_flatpak sh -ec '
    flatpak remote-add --user --if-not-exists --no-gpg-verify weft "file://$1"
    flatpak install --user --noninteractive --or-update -y weft dev.weft.Weft//stable' sh "$dir/repo"
}

bundle_flatpak() {
  local file=${1:-$state/dev.weft.Weft.flatpak}
  [[ -z $WEFT_FLATPAK_SKIP ]] || die "no Flatpak can be made here: $WEFT_FLATPAK_SKIP"
  build_flatpak
  quietly "bundling" "$state/log/flatpak.log" with_flatpak flatpak build-bundle "$state/flatpak/repo" "$file" dev.weft.Weft stable
  say "made $file ($(du -h "$file" | cut -f1)); install it with: flatpak install --user $file"
}
