# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Outside: what this machine is and lacks.

# What building, running and testing need, as Debian 13 names it.  Changing the list makes a new root.
build_packages=(
  build-essential meson ninja-build pkgconf ccache gettext git blueprint-compiler
  libxml2-utils python3
  libgtk-4-dev libadwaita-1-dev libdex-dev libsoup-3.0-dev libjson-glib-dev libsecret-1-dev
  libsqlite3-dev libpq-dev libhiredis-dev libargon2-dev libwslay-dev libgdk-pixbuf-2.0-dev libsystemd-dev libglib2.0-bin
  libxml2-dev libgstreamer1.0-dev
)
run_packages=(
  adwaita-icon-theme at-spi2-core bubblewrap ca-certificates curl dbus fonts-dejavu-core fonts-inter
  fonts-noto-color-emoji fonts-noto-core glib-networking gnome-keyring gsettings-desktop-schemas gstreamer1.0-plugins-base
  gstreamer1.0-plugins-good imagemagick librsvg2-common locales
  openbox procps tigervnc-standalone-server x11-utils xdotool xvfb
)
test_packages=(
  appstream bash-completion clang-19 clang-format desktop-file-utils dunst gdb gir1.2-atspi-2.0 ibus ibus-gtk4 ibus-unikey iproute2 libclang-rt-19-dev libgnutls28-dev
  libnginx-mod-nchan llvm-19 nginx nodejs openssl orca postgresql prometheus prometheus-alertmanager python3-dateutil python3-gi shellcheck sqlite3 strace sway taskwarrior tinyproxy
  valgrind valkey-server xfce4-panel
)
flatpak_packages=(
  elfutils flatpak flatpak-builder ostree xdg-dbus-proxy xdg-desktop-portal xdg-desktop-portal-gtk
)
packages=("${build_packages[@]}" "${run_packages[@]}" "${test_packages[@]}" "${flatpak_packages[@]}")

# What Debian starts by itself once it is installed.  The tests start their own; nothing of it shall run on a person's machine.
services=(nginx postgresql prometheus prometheus-alertmanager tinyproxy valkey-server)

# os_release FIELD: what the system says of itself.
os_release() {
  (
    # shellcheck source=/dev/null
    . "${WEFT_OS_RELEASE:-/etc/os-release}" 2>/dev/null || true
    echo "${!1:-unknown}"
  )
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "this needs root and there is no sudo: as root, run: $*"
  fi
}

missing_of() {
  comm -23 <(printf '%s\n' "$@" | sort) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' | sort)
}

install_packages() {
  local -a missing
  mapfile -t missing < <(missing_of "$@")
  ((${#missing[@]})) || return 0
  say "installing with apt: ${missing[*]}"
  ((EUID == 0)) || as_root true
  retrying "apt-get update" "$cache/apt.log" as_root apt-get -o Acquire::Retries=3 update || return 1
  retrying "apt-get install" "$cache/apt.log" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 install -y --no-install-recommends "${missing[@]}" || return 1
  quiet_services "${missing[@]}"
}

# quiet_services PACKAGES…: ends the services of those which have just been installed.
quiet_services() {
  local service
  [[ -d /run/systemd/system ]] || return 0
  for service in "${services[@]}"; do
    if [[ " $* " == *" $service "* ]]; then as_root systemctl --quiet disable --now "$service" || true; fi
  done
}

gtk_in_apt() {
  local version
  version=$(apt-cache policy libgtk-4-dev 2>/dev/null | awk '/Candidate:/ { print $2 }')
  [[ -n $version && $version != '(none)' ]] && dpkg --compare-versions "$version" ge 4.18
}

# Says on stdout what this machine is: native or root; stops with a sentence if it is neither.
kind_of_system() {
  local unknown id version
  id=$(os_release ID) version=$(os_release VERSION_ID)
  unknown="Weft is developed on Debian 12 or newer, or a relative of it with GTK 4.18 in apt; this is $(os_release PRETTY_NAME)."
  if ! command -v apt-get dpkg-query >/dev/null; then die "$unknown"; fi
  if [[ $id == debian && $version == [1-9]* && ${version%%.*} -lt 13 ]]; then
    echo root
  elif [[ $id == debian ]] || gtk_in_apt; then
    echo native
  else
    die "$unknown"
  fi
}
