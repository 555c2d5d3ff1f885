"""The terminal as tests use it: subcommands run in this process."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core import cli
from core.settings import Places


class Terminal:
    """Runs subcommands in this process on one data folder."""

    def __init__(self, places: Places, capture: pytest.CaptureFixture[str]) -> None:
        self.places, self._capture = places, capture

    def run(self, *words: object) -> tuple[int, str, str]:
        code = cli.main(["--data", str(self.places.data), *map(str, words)])
        said = self._capture.readouterr()
        return code, said.out, said.err

    def json(self, *words: object) -> Any:
        code, out, err = self.run(*words, "--json")
        assert code == 0, err
        return json.loads(out)
