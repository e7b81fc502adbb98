# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Long commands: their words go to a log, a line shows that they live.

# with_progress LABEL LOG COMMAND…: the output goes to LOG, a line shows that it lives.
with_progress() {
  local label=$1 log=$2 start=$SECONDS said=$SECONDS pid
  shift 2
  "$@" >>"$log" 2>&1 </dev/null &
  pid=$!
  trap 'trap - TERM; kill -TERM 0' INT # a command in the background does not hear Ctrl+C
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if [[ -t 2 ]]; then
      printf '\r\033[Kweft: %s: %d s  %.60s' "$label" $((SECONDS - start)) "$(tail -n 1 "$log" | tr -cd '[:print:]')" >&2
    elif ((SECONDS - said >= 20)); then
      said=$SECONDS
      say "$label: $((SECONDS - start)) s"
    fi
  done
  [[ ! -t 2 ]] || printf '\r\033[K' >&2
  trap - INT
  wait "$pid"
}

# retrying LABEL LOG COMMAND…: three attempts when the network is to blame, one otherwise.
retrying() {
  local label=$1 log=$2 try
  for try in 1 2 3; do
    : >"$log"
    if with_progress "$@"; then return 0; fi
    grep -qE 'Temporary failure|Could not (resolve|connect)|Unable to connect|timed out|Failed to fetch|reset by peer' "$log" || break
    ((try == 3)) || { say "$label: the network failed, once more in $((try * 5)) s"; sleep $((try * 5)); }
  done
  if ((try == 3)); then say "the network or the mirror does not answer; apt's proxy may be wrong, or try WEFT_MIRROR=http://deb.debian.org/debian"; fi
  grep -E '^(E|W|Err):|error:' "$log" | tail -n 5 >&2 || tail -n 5 "$log" >&2
  say "$label failed; everything it said: $log"
  return 1
}

# quietly LABEL LOG COMMAND…: shows what it said only if it fails.
quietly() {
  : >"$2"
  with_progress "$@" && return 0
  grep -vE '^\[[0-9]+/[0-9]+\]|^ninja:' "$2" | tail -n 60 >&2
  die "$1 failed; everything it said: $2"
}
