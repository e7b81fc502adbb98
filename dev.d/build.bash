# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Inside: building.

# configure DIRECTORY MESON-OPTIONS…
configure() {
  local dir=$here/$1 stamp
  shift
  stamp="$* on $(os_release PRETTY_NAME)"
  [[ ! -f $dir/build.ninja || $(cat "$dir/.weft-options" 2>/dev/null) != "$stamp" ]] || return 0
  rm -rf "$dir"
  quietly "configuring ${dir##*/}/" "$state/log/configure.log" meson setup "$dir" "$here" "$@"
  printf '%s' "$stamp" >"$dir/.weft-options"
}

build() {
  local dir=$1 targets=(all meson-test-prereq)
  # Nothing is measured with sanitizers.
  [[ $dir == build-asan ]] || targets+=(meson-benchmark-prereq)
  configure "$@"
  quietly "building $dir/" "$state/log/build.log" ninja -C "$here/$dir" "${targets[@]}"
}

build_for_running() { build build --buildtype=debugoptimized -Dwerror=true; }
# The fuzzers alone.  SQLite and the like are not instrumented, and need not be.
build_fuzzers() {
  CC=clang-19 configure build-fuzz --buildtype=debug -Doptimization=1 -Dwerror=true -Dtests=false -Dfuzz=true -Dgui=disabled \
    -Db_sanitize=address,undefined -Db_lundef=false -Dc_args=-fsanitize=fuzzer-no-link
  quietly "building build-fuzz/" "$state/log/build.log" ninja -C "$here/build-fuzz" meson-test-prereq
}
build_sanitized() { build build-asan --buildtype=debug -Dwerror=true -Db_sanitize=address,undefined; }

# Locales as files of ours: right-to-left pictures and the person's own language need no system-wide setting.
make_locales() {
  local name mine=${LC_ALL:-${LC_MESSAGES:-${LANG:-C}}}
  mkdir -p "$cache/locale"
  for name in en_US vi_VN ar_EG "${mine%%.*}"; do
    [[ ! -d $cache/locale/$name.UTF-8 && -e /usr/share/i18n/locales/$name && $name != C ]] || continue
    localedef -i "$name" -f UTF-8 "$cache/locale/$name.UTF-8" 2>/dev/null || true
  done
  export LOCPATH=$cache/locale
  [[ -d $LOCPATH/${mine%%.*}.UTF-8 ]] || export LC_ALL=C.UTF-8
}

inside_environment() {
  export CCACHE_DIR=$cache/ccache CCACHE_BASEDIR=$here CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=2G
  export PYTHONDONTWRITEBYTECODE=1
  if [[ -d /usr/lib/ccache ]]; then PATH=/usr/lib/ccache:$PATH; fi
  mkdir -p "$state/log" "$state/home"
}
