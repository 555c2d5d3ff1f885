#!/bin/sh
# Makes .venv and installs the locked dependencies into it. `environment.sh dev` adds the tools of the tests.
# TORCH_INDEX names another package index to take torch from: one with builds without CUDA, say.
set -eu
cd "$(dirname "$0")/.."
extra="${1:+[$1]}"

python="$(packaging/python.sh)"
bin=.venv/bin
[ -d .venv/Scripts ] && bin=.venv/Scripts
if ! "$bin/python" -m pip --version >/dev/null 2>&1; then
    printf 'Making the environment .venv with %s\n' "$("$python" -V)"
    "$python" -m venv .venv
    [ -d .venv/Scripts ] && bin=.venv/Scripts
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
quiet=--quiet
[ -t 1 ] && quiet=
install() { "$bin/python" -m pip install $quiet -c constraints.txt "$@"; }

printf 'Installing the locked dependencies%s\n' "${extra:+ and the tools of the tests}"
if [ -n "${TORCH_INDEX:-}" ]; then
    # Alone and without its dependencies: those are pinned, and come from the usual index below.
    install --no-deps --index-url "$TORCH_INDEX" torch
fi
install setuptools
# setuptools warns at length of folders without code, and of what "editable" means.
PYTHONWARNINGS=ignore install --no-build-isolation -e ".$extra"
"$bin/python" packaging/translations.py compile
