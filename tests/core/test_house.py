"""Rules of the house that a machine can hold, beside the import contracts in pyproject.toml."""

from __future__ import annotations

import graphlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from core.settings import Places

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "faiss", "transformers", "sklearn", "scipy", "numba", "openTSNE", "umap", "pacmap")
NAMES_THAT_LOOK_LIKE_HOSTS = {
    "http://musicbrainz.org",  # the owner of an ID3 frame
    "http://www.w3.org/2000/svg",
    "http://xspf.org/ns/0/",
    "http://www.videolan.org/vlc/playlist/0",
    "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd",
}
"""XML namespaces and the like: compared, never called."""
SOURCES = ("https://www.w3.org/TR/", "https://specifications.freedesktop.org/", "https://flatpak.github.io/")
"""Where a formula or a rule is from, in docstrings."""
SERVICES = ROOT / "core" / "scrobbling.py"
"""The one module that knows addresses: of the services that the user signs in to."""
LONGEST = 500
"""Lines. A module that grows beyond is probably two."""


def sources(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> list[Path]:
    return [
        path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.suffix in suffixes
    ]


def lines(path: Path) -> int:
    """Lines to read: those of a table of numbers are not."""
    return sum(
        1 for line in path.read_text("utf-8").splitlines() if re.sub(r"[-\d\s.,eE()]", "", line) or not line
    )


def loaded_after(code: str, places: Places) -> set[str]:
    """The top-level modules that a fresh Python has loaded after running `code`."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print('\\n' + ' '.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "MEANDER_DATA": str(places.data), "MEANDER_MODELS": str(places.models)},
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


def test_listing_in_the_terminal_loads_nothing_heavy(places: Places) -> None:
    loaded = loaded_after("from core.cli import main; assert main(['search', 'x']) == 0", places)
    assert not loaded & {*HEAVY, "numpy", "av", "PySide6", "vlc"}


@pytest.mark.skipif("MEANDER_WITHOUT_WINDOW" in os.environ, reason="this run has no window to start")
def test_starting_the_window_loads_no_model_and_no_index(places: Places) -> None:
    assert not loaded_after("import app.main", places) & set(HEAVY)


@pytest.mark.skipif("MEANDER_WITHOUT_WINDOW" in os.environ, reason="this run has no Qt")
def test_a_signal_costs_no_reference_of_true() -> None:
    """PySide6 6.12.0 took one with each emit, on Python 3.11, until Python aborted."""
    from PySide6.QtCore import QObject, Signal

    class Sender(QObject):
        sent = Signal()

    sender = Sender()
    before = sys.getrefcount(True)
    for _ in range(50):
        sender.sent.emit()
    assert abs(sys.getrefcount(True) - before) < 25


def test_no_module_imports_itself_round_a_corner() -> None:
    graph = grimp.build_graph("core", "app", cache_dir=None, exclude_type_checking_imports=True)
    arrows = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    # A package is imported with each of its modules; that arrow is Python's, not ours.
    for module in arrows:
        arrows[module] = {other for other in arrows[module] if not module.startswith(f"{other}.")}
    try:
        graphlib.TopologicalSorter(arrows).prepare()
    except graphlib.CycleError as cycle:
        pytest.fail(f"import cycle: {' -> '.join(cycle.args[1])}")


def test_modules_stay_short() -> None:
    lengths = {str(path.relative_to(ROOT)): lines(path) for path in sources("core", "app")}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_folders_that_are_no_packages_stay_so() -> None:
    """packaging/__init__.py would shadow the package of that name, which much tooling imports."""
    for folder in ("packaging", "resources"):
        assert not (ROOT / folder / "__init__.py").exists()


def test_every_package_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    listed = set(project["tool"]["setuptools"]["packages"])
    there = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in sources("core", "app")
        if path.name == "__init__.py"
    }
    assert listed == there


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    locked = dict(
        re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    )
    canonical = {re.sub(r"[-_.]+", "-", name).lower() for name in locked}
    for requirement in wanted:
        name = re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0]
        assert re.sub(r"[-_.]+", "-", name).lower() in canonical, requirement


def test_nothing_names_a_host() -> None:
    """What is fetched comes from wherever the user's pip is set to; the program itself asks nobody."""
    scripts = [ROOT / "Makefile", ROOT / "constraints.txt", ROOT / ".ci" / "run"]
    texts = sources("core", "app", "packaging", suffixes=(".py", ".sh", ".txt", ".sql"))
    for path in (*scripts, *texts):
        if path == SERVICES:
            continue
        hosts = re.findall(r"https?://[^\s\"'<>)]+", path.read_text("utf-8"))
        assert {h for h in hosts if not h.startswith(SOURCES)} <= NAMES_THAT_LOOK_LIKE_HOSTS, path
