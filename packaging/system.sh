#!/bin/sh
# Sees to the system packages that pip cannot bring: libVLC with its plugins, and what Qt needs to open a
# window. `system.sh test` adds what the tests use: a null sink, a bus, clients, a screen. Touches nothing when nothing
# is missing.
set -eu
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/sbin:/sbin"
wish="${1:-run}"

# probe|Debian, Ubuntu|Fedora|Arch|why. A probe is a library's name, or a test for anything else. Libraries
# are looked for, not packages: package names change between releases, and another package may bring them.
needs() {
    cat <<'TABLE'
libvlc.so.5|libvlc5|vlc-libs|libvlc|plays the music
:plugins|vlc-plugin-base|vlc-plugins-base|vlc-plugins-all|libVLC's decoders and sound outputs
libGL.so.1|libgl1|libglvnd-glx|libglvnd|OpenGL, which Qt draws with
libEGL.so.1|libegl1|libglvnd-egl|libglvnd|OpenGL, which Qt draws with
libfontconfig.so.1|libfontconfig1|fontconfig|fontconfig|finds fonts for the window
libxkbcommon.so.0|libxkbcommon0|libxkbcommon|libxkbcommon|the keyboard
libglib-2.0.so.0|libglib2.0-0|glib2|glib2|Qt's event loop
libdbus-1.so.3|libdbus-1-3|dbus-libs|dbus|talks to the desktop
libxcb-cursor.so.0|libxcb-cursor0|xcb-util-cursor|xcb-util-cursor|a window on X11
libxcb-icccm.so.4|libxcb-icccm4|xcb-util-wm|xcb-util-wm|a window on X11
libxcb-keysyms.so.1|libxcb-keysyms1|xcb-util-keysyms|xcb-util-keysyms|a window on X11
libxcb-shape.so.0|libxcb-shape0|libxcb|libxcb|a window on X11
libxkbcommon-x11.so.0|libxkbcommon-x11-0|libxkbcommon-x11|libxkbcommon-x11|the keyboard on X11
:fonts|fonts-dejavu-core|dejavu-sans-fonts|ttf-dejavu|letters to write with
TABLE
    if [ "$wish" = test ]; then
        cat <<'TABLE'
:pulseaudio|pulseaudio|pulseaudio|pulseaudio|a null sink that tests record from
:parec|pulseaudio-utils|pulseaudio-utils|libpulse|records what the null sink hears
:dbus-daemon|dbus-daemon|dbus-daemon|dbus|a session bus of the tests' own
:playerctl|playerctl|playerctl|playerctl|steers the player as a desktop does
:gdbus|libglib2.0-bin|glib2|glib2|asks the player what it tells desktops
:desktop-file-validate|desktop-file-utils|desktop-file-utils|desktop-file-utils|checks the desktop entry
:appstreamcli|appstream|appstream|appstream|checks what software shops are told
:Xvfb|xvfb|xorg-x11-server-Xvfb|xorg-server-xvfb|a screen on which tests draw with OpenGL
TABLE
    fi
}

libraries="$(ldconfig -p 2>/dev/null || true)"

there() {
    case "$1" in
    :plugins)
        for folder in "${VLC_PLUGIN_PATH:-/nowhere}" /usr/lib/*/vlc/plugins /usr/lib*/vlc/plugins; do
            if [ -d "$folder/codec" ] || [ -d "$folder/demux" ]; then return 0; fi
        done
        return 1 ;;
    :fonts) [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name '*.[to]tf' 2>/dev/null | head -n 1)" ] ;;
    :*) command -v "${1#:}" >/dev/null 2>&1 ;;
    *) printf '%s\n' "$libraries" | grep -q -F "$1 " ;;
    esac
}

# Rows of the table whose probe fails.
missing() {
    needs | while IFS= read -r row; do
        there "${row%%|*}" || printf '%s\n' "$row"
    done
}

column() { cut -d '|' -f "$1" | tr '\n' ' ' | sed 's/ *$//'; }

stop() {
    printf 'meander: %s\n' "$1" >&2
    exit 1
}

# What this Debian calls a Python of 3.11 or later that can make environments.
debian_python() {
    packaging/python.sh >/dev/null 2>&1 && return
    for name in python3 python3.13 python3.12 python3.11; do
        version="$(apt-cache policy "$name" 2>/dev/null | sed -n 's/^ *Candidate: *//p')"
        case "$version" in 3.1[1-9]*) printf '%s|%s-venv|||runs Meander in an environment of its own\n' :python "$name"; return ;; esac
    done
    printf ':python|python3-venv|||runs Meander in an environment of its own\n'
}

may_install() {
    if [ "$(id -u)" = 0 ]; then as_root=""; return 0; fi
    as_root="sudo -n"
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null
}

# apt's many lines matter only when it fails.
apt_install() {
    log="$(mktemp)"
    # shellcheck disable=SC2086 # as_root and the names are lists of words
    if $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $1 >"$log" 2>&1
    then
        rm -f "$log"
    else
        tail -n 5 "$log" >&2
        rm -f "$log"
        return 1
    fi
}

debian() {
    # A new machine knows no packages yet.
    if [ -z "$(find /var/lib/apt/lists -name '*_Packages*' 2>/dev/null | head -n 1)" ] && may_install; then
        $as_root apt-get update -qq || true
    fi
    rows="$(missing; debian_python)"
    [ -n "$rows" ] || return 0
    names="$(printf '%s\n' "$rows" | column 2)"
    may_install || not_mine "sudo apt-get install --no-install-recommends $names"
    printf 'Installing what is missing from the system:\n'
    printf '%s\n' "$rows" | while IFS='|' read -r _ name _ _ why; do printf '  %-20s %s\n' "$name" "$why"; done
    apt_install "$names" || { $as_root apt-get update -qq && apt_install "$names"; } ||
        not_mine "sudo apt-get install --no-install-recommends $names"
}

# Music can be played without what the tests need, so that never stops a run.
not_mine() {
    if [ "$wish" = test ] && [ -z "$(wish=run; missing)" ]; then
        printf 'meander: the tests that record sound or draw with OpenGL may be skipped; for them: %s\n' "$1" >&2
        exit 0
    fi
    stop "some system packages are missing; install them and run this again:  $1"
}

others() {
    rows="$(missing)"
    packaging/python.sh >/dev/null 2>&1 || rows="$rows
:python|python3|python3|python|runs Meander"
    [ -n "$(printf '%s' "$rows" | tr -d '\n')" ] || return 0
    fedora="$(printf '%s\n' "$rows" | column 3)"
    arch="$(printf '%s\n' "$rows" | column 4)"
    if command -v dnf >/dev/null 2>&1; then not_mine "sudo dnf install $fedora"; fi
    if command -v pacman >/dev/null 2>&1; then not_mine "sudo pacman -S --needed $arch"; fi
    not_mine "Fedora: sudo dnf install $fedora  ·  Arch: sudo pacman -S --needed $arch  ·  $elsewhere"
}

elsewhere="macOS: brew install python@3.12 && brew install --cask vlc  ·  Windows: winget install Python.Python.3.12 VideoLAN.VLC"

case "$(uname -s)" in
Linux)
    if command -v apt-get >/dev/null 2>&1; then debian; else others; fi ;;
Darwin)
    if [ -d /Applications/VLC.app ] && packaging/python.sh >/dev/null 2>&1; then exit 0; fi
    stop "VLC or a Python of 3.11 or later is missing; install them and run this again:  brew install python@3.12 && brew install --cask vlc" ;;
*)
    if [ -d "${PROGRAMFILES:-/nowhere}/VideoLAN/VLC" ] && packaging/python.sh >/dev/null 2>&1; then exit 0; fi
    stop "VLC or a Python of 3.11 or later may be missing; install them and run this again:  winget install Python.Python.3.12 VideoLAN.VLC" ;;
esac
