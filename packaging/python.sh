#!/bin/sh
# Prints the Python to make the environment with: PYTHON, or the first of the usual names that is 3.11 or
# later and can make environments. Fails with one line when there is none.
for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 python}; do
    if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        command -v "$name"
        exit 0
    fi
done
echo "meander: no Python of 3.11 or later with venv was found; install one, or name it: make run PYTHON=/path/to/python3" >&2
exit 1
