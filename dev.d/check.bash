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
    meson test -C "$here/$dir" --no-rebuild --print-errorlogs -t 3 -j "$jobs" --suite desktop --suite worlds --logbase desktop || failed=1
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

# One process a processor, each with its part of the seeds; what they print is kept in .dev/worlds/.
worlds() {
  local n=${1:-2000} from=${2:-1} jobs part i failed=0 pids=()
  [[ $n == +([0-9]) && $from == +([0-9]) ]] || die "worlds: two numbers, not $n $from"
  jobs=$(nproc)
  build_for_running
  mkdir -p "$state/worlds"
  part=$(((n + jobs - 1) / jobs))
  for ((i = 0; i < jobs; i++)); do
    "$here/build/tests/sim/test-sim" --from $((from + i * part)) --seeds "$part" --keep-going >"$state/worlds/$i.log" 2>&1 &
    pids+=($!)
  done
  for i in "${!pids[@]}"; do
    wait "${pids[i]}" || failed=1
    grep ' fails: ' "$state/worlds/$i.log" || true
    tail -n 1 "$state/worlds/$i.log"
  done
  return "$failed"
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
