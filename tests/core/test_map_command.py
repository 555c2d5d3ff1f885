"""`meander map` lays the collection out and writes where everything lies."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

from core.database import sole_writer
from tests.core.terminal import Terminal


def test_a_map_is_told_drawn_and_written(heard: Terminal, tmp_path: Path) -> None:
    said = heard.json("map", "--projection", "pca", "--csv", tmp_path / "map.csv")
    assert said["points"] == said["tracks"] == 12 and said["model"] == "spectral"
    assert set(said["keeps"]) == {"5"} and len(said["axes"]) == 2
    rows = list(csv.DictReader((tmp_path / "map.csv").read_text().splitlines()))
    assert len(rows) == 12 and all(-2 < float(row["x"]) < 2 and row["start"] == "" for row in rows)
    code, out, _ = heard.run("map", "--projection", "pca", "--svg", tmp_path / "map.svg")
    assert code == 0 and "12 tracks of 12 tracks" in out and "of the 5 nearest" in out
    drawn = ElementTree.parse(tmp_path / "map.svg").getroot()
    circles = list(drawn.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(circles) == 12
    # Up is up: the higher on the map, the nearer to the top of the picture.
    highest = max(range(12), key=lambda row: float(rows[row]["y"]))
    assert min(range(12), key=lambda row: float(circles[row].get("cy", ""))) == highest


def test_moments_have_their_starts(heard: Terminal, tmp_path: Path) -> None:
    said = heard.json("map", "--mode", "moments", "--projection", "pca", "--csv", tmp_path / "map.csv")
    rows = list(csv.DictReader((tmp_path / "map.csv").read_text().splitlines()))
    assert said["points"] == len(rows) > said["tracks"] == 12
    assert float(rows[0]["start"]) == 0.0


def test_what_cannot_be_is_said(terminal: Terminal, heard: Terminal) -> None:
    assert "names no tags" in heard.run("map", "--kind", "tags", "--model", "spectral")[2]
    assert heard.run("map", "--projection", "mercator")[0] == 2
    assert heard.run("map", "--model", "nobody")[0] == 2
    with sole_writer(heard.places.lock_file):
        assert "already open" in heard.run("map")[2]


def test_where_nothing_was_heard_the_next_step_is_told(terminal: Terminal) -> None:
    code, _, err = terminal.run("map")
    assert code == 1 and "meander analyse" in err
