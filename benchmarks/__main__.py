"""`python -m benchmarks [NAME [OPTION…]]…`: runs the benchmarks, each in a process of its own; all when none
is named. What names none is an option of the one before: `python -m benchmarks map FOLDER window`.

Each is a module here with its own options: `python -m benchmarks.window --help`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def main(words: list[str]) -> int:
    known = names()
    wanted: list[list[str]] = []
    for word in words:
        if word in known:
            wanted.append([word])
        elif wanted:
            wanted[-1].append(word)
        else:
            print(f"no benchmark {word}; there are {', '.join(known)}", file=sys.stderr)
            return 2
    failed = []
    for name, *options in wanted or [[name] for name in known]:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *options], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
