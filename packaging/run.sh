#!/bin/sh
# Opens the player on MUSIC. Without a display it says so and does the main job in the terminal.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
[ -d .venv/Scripts ] && bin=.venv/Scripts

# Not every shell expands the tilde of MUSIC=~/Music.
case "${MUSIC:-}" in "~") MUSIC="$HOME" ;; "~/"*) MUSIC="$HOME/${MUSIC#??}" ;; esac
if [ -n "${MUSIC:-}" ] && [ ! -d "$MUSIC" ]; then
    echo "meander: MUSIC=$MUSIC is no folder" >&2
    exit 1
fi

case "$(uname -s)" in
Darwin | MINGW* | MSYS* | CYGWIN*) display=yes ;;
*) display="${DISPLAY:-}${WAYLAND_DISPLAY:-}" ;;
esac
if [ -n "$display" ]; then
    exec "$bin/meander" ${MUSIC:+"$MUSIC"}
fi
echo "No display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window: the same in the terminal."
exec "$bin/python" packaging/terminal.py ${MUSIC:+"$MUSIC"}
