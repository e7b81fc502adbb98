# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Inside: testing, measuring, taking pictures.

run_tests() {
  local failed=0 journeys=(build) dir jobs
  jobs=$(nproc)
  export LC_ALL=C.UTF-8
  build_sanitized
  export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 LSAN_OPTIONS=suppressions=$here/tests/lsan.supp:print_suppressions=0
  if [[ ${1:-} == --sanitize ]]; then
    journeys+=(build-asan)
    shift
  fi
  if [[ -n ${WEFT_FLATPAK:-} ]]; then (build_flatpak) || failed=1; fi
  if (($#)); then
    meson test -C "$here/build-asan" --no-rebuild --print-errorlogs "$@" || failed=1
    return "$failed"
  fi
  meson test -C "$here/build-asan" --no-rebuild --print-errorlogs -t 3 -j "$jobs" --no-suite desktop || failed=1
  build_fuzzers
  meson test -C "$here/build-fuzz" --no-rebuild --print-errorlogs -j "$jobs" --suite fuzz || failed=1
  build_for_running
  for dir in "${journeys[@]}"; do
    meson test -C "$here/$dir" --no-rebuild --print-errorlogs -t 3 -j "$jobs" --suite desktop --logbase desktop || failed=1
  done
  python3 "$here/tests/summary.py" build-asan/meson-logs/testlog.json build-fuzz/meson-logs/testlog.json "${journeys[@]/%//meson-logs/desktop.json}" || failed=1
  return "$failed"
}

fuzz() {
  local seconds=${1:-600}
  [[ $seconds == +([0-9]) ]] || die "fuzz: a number of seconds, not $seconds"
  shift || true
  build_fuzzers
  export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 LSAN_OPTIONS=suppressions=$here/tests/lsan.supp:print_suppressions=0
  WEFT_FUZZ_SECONDS=$seconds meson test -C "$here/build-fuzz" --no-rebuild --print-errorlogs -j "$(nproc)" "${@/#/fuzz-}"
}

bench() {
  build build-release --buildtype=release
  "$here/bench/run" "$here/build-release" "$@"
}

screenshot() {
  local dir=${1:-$state/screenshots}
  build_for_running
  make_locales
  mkdir -p "$dir"
  shift || true
  export WEFT_DATADIR=$here/data WEFT_LOCALEDIR=$here/build/po GSETTINGS_SCHEMA_DIR=$here/build/data
  PYTHONPATH=$here/tests/desktop python3 -m weft_desktop.screenshots --build "$here/build" "$dir" "$@"
}
