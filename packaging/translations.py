"""The window in other languages: `collect` gathers its texts for translators, `compile` makes what it reads.

`collect` (`make translations`) brings resources/translations/*.ts up to date with the texts in the code: the
literals given to `tr` in app, and to `marked` and UserError (or a kind of it) in core. A new language is an
empty file named meander_<code>.ts. `compile` runs at set-up; the .qm files are not kept in the repository.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
MARKS = ",".join(f"tr+={name}" for name in ("UserError", "DecodeError", "SignedOut", "marked"))
TERMINAL = (
    "app/doctor.py",
    "core/cli.py",
    "core/commands/",
    "core/analysis/models/checkpoint.py",
    "core/analysis/models/convert.py",
)
"""What only the terminal says, which speaks English."""
COUNTED = re.compile(r'(\b(?:tr|marked)\(\s*(?:"(?:[^"\\]|\\.)*"\s*)+,\s*)count=')
"""lupdate knows a text with a count by its third argument alone."""


def tool(name: str) -> str:
    """Qt's own program, which PySide6 brings along."""
    suffix = ".exe" if sys.platform == "win32" else ""
    return str(Path(PySide6.__file__).parent / f"{name}{suffix}")


def collect(file: Path) -> None:
    """Adds the new texts to a .ts file and drops those that are gone; what is translated stays."""
    options = ["-tr-function-alias", MARKS, "-locations", "none", "-no-obsolete", "-silent"]
    with tempfile.TemporaryDirectory() as folder:
        for part in ("app", "core"):
            for source in sorted((ROOT / part).rglob("*.py")):
                if source.relative_to(ROOT).as_posix().startswith(TERMINAL):
                    continue
                copy = Path(folder) / source.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_text(COUNTED.sub(r'\1"", ', source.read_text("utf-8")), "utf-8")
        sources = sorted(str(copy) for copy in Path(folder).rglob("*.py"))
        subprocess.run([tool("lupdate"), *options, *sources, "-ts", str(file)], check=True)


def compile_all(into: Path = FOLDER) -> None:
    for source in sorted(FOLDER.glob("*.ts")):
        target = into / f"{source.stem}.qm"
        subprocess.run([tool("lrelease"), "-silent", str(source), "-qm", str(target)], check=True)


def main(wish: str) -> None:
    if wish == "collect":
        for file in sorted(FOLDER.glob("*.ts")):
            collect(file)
    compile_all()


if __name__ == "__main__":
    main(sys.argv[1])
