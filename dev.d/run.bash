# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Inside: ./dev run.

app_environment() {
  export WEFT_DATADIR=$here/data WEFT_LOCALEDIR=$here/build/po GSETTINGS_SCHEMA_DIR=$here/build/data GSETTINGS_BACKEND=keyfile
  export XDG_DATA_HOME=$state/data XDG_CONFIG_HOME=$state/config XDG_STATE_HOME=$state/state XDG_CACHE_HOME=$state/cache
  mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME"
  if [[ -z ${XDG_RUNTIME_DIR:-} || ! -w ${XDG_RUNTIME_DIR:-} ]]; then
    XDG_RUNTIME_DIR=$(mktemp -d /tmp/weft-run.XXXXXX)
    export XDG_RUNTIME_DIR
  fi
}

# openbox loses windows which are mapped while it starts; it runs a command when it has.
start_window_manager() {
  local started=$XDG_RUNTIME_DIR/openbox-started config=$XDG_RUNTIME_DIR/openbox.xml i
  printf '%s' '<openbox_config xmlns="http://openbox.org/3.4/rc"><applications><application type="normal"><maximized>yes</maximized>' \
    '</application></applications><mouse><context name="Client"><mousebind button="Left" action="Press"><action name="Focus"/>' \
    '</mousebind></context></mouse></openbox_config>' >"$config"
  openbox --config-file "$config" --startup "touch $started" >"$state/log/openbox.log" 2>&1 &
  for ((i = 0; i < 100; i++)); do
    [[ ! -e $started ]] || return 0
    sleep 0.1
  done
}

# A screen nobody sees but over VNC; sets DISPLAY and vnc_port.
open_virtual_display() {
  local file=$XDG_RUNTIME_DIR/display port pid i
  for port in {5901..5999}; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    : >"$file"
    Xtigervnc -displayfd 3 -rfbport "$port" -localhost -SecurityTypes None -geometry 1280x800 -depth 24 \
      -AlwaysShared 3>"$file" >"$state/log/display.log" 2>&1 &
    pid=$!
    for ((i = 0; i < 100; i++)); do
      if [[ -s $file ]]; then
        DISPLAY=:$(<"$file") vnc_port=$port
        export DISPLAY GDK_BACKEND=x11 GSK_RENDERER=cairo ADW_DISABLE_PORTAL=1 GDK_DEBUG=no-portals ADW_DEBUG_ACCENT_COLOR=teal
        mkdir -p "$XDG_CONFIG_HOME/gtk-4.0"
        printf '[Settings]\ngtk-font-name=Inter 11\n' >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini"
        start_window_manager
        return 0
      fi
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
  done
  tail -n 5 "$state/log/display.log" >&2
  die "no virtual display could be started; its log: $state/log/display.log"
}

# photograph PID: one picture of the window once it has settled.
photograph() {
  local id=''
  while [[ -z $id ]]; do
    kill -0 "$1" 2>/dev/null || { say "weft showed no window"; return 1; }
    sleep 0.2
    id=$(xdotool search --onlyvisible --class '^(dev\.weft\.Weft|weft)$' 2>/dev/null | tail -n 1) || true
  done
  sleep 5
  ! import -silent -window "$id" "$state/screenshot.png" || say "a picture of the window: $state/screenshot.png"
}

# What the app printed tells of bugs even when it ends with 0.
complaints() {
  grep -E '(^|[^a-z])weft[a-z-]*-(WARNING|CRITICAL|ERROR) \*\*|-CRITICAL \*\*|ERROR: (Address|Leak)Sanitizer|runtime error:' "$1"
}

end_after() {
  sleep "$1"
  : >"$2"
  kill -TERM "$3" 2>/dev/null || true
  sleep 10
  kill -KILL "$3" 2>/dev/null || true
}

run() {
  local seconds=''
  local -a args=(--demo)
  while (($#)); do
    case $1 in
      --for) [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || die "--for needs a number of seconds"; seconds=$2; shift 2 ;;
      --join) [[ -n ${2:-} ]] || die "--join needs an address or an invitation"; args=(--join "$2"); shift 2 ;;
      --demo) args=(--demo); shift ;;
      *) die "run: unknown argument $1 (see ./dev help)" ;;
    esac
  done
  build_for_running
  make_locales
  app_environment
  if [[ -n ${DBUS_SESSION_BUS_ADDRESS:-} ]]; then
    start "$seconds" "${args[@]}"
  else # a bus and a keyring of our own; the bus's chatter goes to a log
    WEFT_OWN_BUS=1 exec dbus-run-session -- "$here/dev" start "$seconds" "${args[@]}" 3>&1 4>&2 >"$state/log/bus.log" 2>&1
  fi
}

# start SECONDS WEFT-ARGUMENTS…: on a session bus, with everything built.
start() {
  local seconds=$1 status=0 pid watcher='' log=$state/log/run.log ended=$XDG_RUNTIME_DIR/weft-ended vnc_port=''
  shift
  if [[ ${WEFT_OWN_BUS:-} ]]; then
    exec >&3 2>&4 3>&- 4>&-
    printf weft | gnome-keyring-daemon --unlock --components=secrets >"$state/log/keyring.log" 2>&1 ||
      say "no keyring could be started; its log: $state/log/keyring.log"
  fi
  if [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    open_virtual_display
    say "there is no display here, so Weft opens on a virtual one; watch it with: vncviewer 127.0.0.1:$vnc_port"
  fi
  say "starting weft $1" # not the invitation, which is a secret
  rm -f "$ended"
  "$here/build/src/app/weft" "$@" > >(tee "$log") 2>&1 &
  pid=$!
  trap 'kill "$pid" 2>/dev/null || true' INT TERM
  if [[ $vnc_port ]]; then photograph "$pid" & watcher=$!; fi
  if [[ $seconds ]]; then end_after "$seconds" "$ended" "$pid" & fi
  wait "$pid" || status=$?
  if [[ $watcher ]] && ! wait "$watcher"; then status=1; fi
  if [[ $seconds && ! -e $ended ]]; then die "weft ended before the $seconds s were over, with status $status; its log: $log"; fi
  if [[ $seconds && $status == 143 ]]; then status=0; fi # a program may leave SIGTERM to its default
  if complaints "$log" >&2; then die "weft printed what is above; its log: $log"; fi
  ((status == 0)) || die "weft ended with status $status; its log: $log"
  say "weft ended without complaint"
}
