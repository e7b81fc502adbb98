# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Outside: the Debian 13 beside an older system.

# The machine's own mirrors, with the next release's names.  apt itself reads sources.list and *.sources.
apt_sources() {
  local host=$1 uri release keyring=/usr/share/keyrings/debian-archive-keyring.gpg found=
  if [[ -z ${WEFT_MIRROR:-} ]]; then
    while read -r uri release; do
      case $release in
        "$host" | "$host-updates" | "$host-security")
          echo "deb [signed-by=$keyring] $uri ${release/$host/$suite} main"
          found=1
          ;;
      esac
    done < <(apt-get indextargets --format "\$(REPO_URI) \$(RELEASE)" 'Created-By: Packages' 'Component: main' | sort -u)
  fi
  [[ $found ]] || echo "deb [signed-by=$keyring] ${WEFT_MIRROR:-http://deb.debian.org/debian} $suite main"
}

# Proxies, certificates and the like: what apt does on this machine, it does for the root.
apt_options() {
  apt-config dump | grep -E '^Acquire::(https?|Check-|Force)' || true
}

keyring_knows_suite() {
  compgen -G "/usr/share/keyrings/debian-archive-$suite-*" >/dev/null ||
    die "this system's keyring does not know Debian 13: sudo apt-get install --only-upgrade debian-archive-keyring"
}

# make_root DIRECTORY CODENAME PACKAGES…
#
# The root is unpacked from a tar as files of the person who runs this, so entering, changing and removing it
# needs no rights.
make_root() {
  local part=$1 codename=$2 line list
  shift 2
  local -a run=(as_root env TMPDIR="${TMPDIR:-/var/tmp}") options=()
  if ((EUID != 0)) && command -v newuidmap >/dev/null && grep -q "^$(id -un):" /etc/subuid 2>/dev/null; then
    run=(env TMPDIR="${TMPDIR:-/var/tmp}") options=(--mode=unshare)
  fi
  while read -r line; do options+=("--aptopt=$line"); done < <(apt_options)
  list=$(IFS=,; echo "$*")
  mkdir -p "$part"
  apt_sources "$codename" |
    "${run[@]}" mmdebstrap "${options[@]}" --variant=apt --format=tar --aptopt='Acquire::Retries "3"' \
      --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
      --include="$list" "$suite" - - |
    tar --extract --directory "$part" --no-same-owner --no-same-permissions --exclude='./dev/*'
}

# A root for an older list of packages becomes the new one in a quarter of the time.
upgrade_root() {
  local old=$1 part=$2
  cp -a --reflink=auto "$old" "$part" &&
    as_root bwrap --bind "$part" / --dev /dev --proc /proc --perms 1777 --tmpfs /tmp --ro-bind /etc/resolv.conf /etc/resolv.conf \
      --unshare-pid --chdir / sh -ec 'apt-get update
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"' sh "${packages[@]}" &&
    as_root chown -hR "$(id -u):$(id -g)" "$part"
}

finish_root() {
  local part=$1 file
  for file in resolv.conf hosts machine-id localtime; do # bubblewrap binds the machine's own over these
    rm -f "$part/etc/$file"
    : >"$part/etc/$file"
  done
  rm -rf "$part"/var/cache/apt/archives/*.deb
}

newest_root() {
  local dir newest=
  for dir in "$cache"/root-*/; do
    dir=${dir%/}
    [[ -d $dir/usr && ( -z $newest || $dir -nt $newest ) ]] && newest=$dir
  done
  echo "$newest"
}

# remove_old NAME DIRECTORY: what is like DIRECTORY, of other lists of packages, and which nobody used for three days.
remove_old() {
  local dir
  for dir in "$cache/$1"-*/; do
    dir=${dir%/}
    [[ $dir != "$2" && $dir != *.part && -d $dir ]] || continue
    [[ -z $(find "$dir.lock" -mtime -3 2>/dev/null) ]] || continue
    if flock -n -E 9 "$dir.lock" true; then rm -rf "$dir" "$dir.lock"; fi
  done
}

prepare_root() {
  [[ ! -d $root ]] || return 0
  local part=$root.part log=$cache/root.log old codename
  codename=$(os_release VERSION_CODENAME)
  exec 9>"$cache/lock"
  flock -n 9 || { say "another ./dev is preparing the Debian 13 root; waiting for it"; flock 9; }
  if [[ ! -d $root ]]; then
    rm -rf "$cache"/root-*.part
    keyring_knows_suite
    ((EUID == 0)) || command -v newuidmap >/dev/null || as_root true
    old=$(newest_root)
    : >"$cache/upgrade.log"
    if [[ -n $old ]] && with_progress "adding what is new to the Debian 13 root" "$cache/upgrade.log" upgrade_root "$old" "$part"; then
      :
    else
      say "this system's GTK is too old: preparing a Debian 13 beside it, in $root (about 2 GB, some minutes, once)"
      retrying "preparing Debian 13" "$log" make_root_anew "$part" "$codename" "${packages[@]}" || exit 1
    fi
    finish_root "$part"
    mv -T "$part" "$root"
  fi
  exec 9>&-
  remove_old root "$root"
}

make_root_anew() {
  rm -rf "$1"
  make_root "$@"
}
