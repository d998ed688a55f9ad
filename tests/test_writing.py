"""Files come whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from solver.errors import InputError
from solver.writing import write_file, write_folder


def full_disk(*_: object) -> None:
    """Fail as a disk without room does."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    """New content, the old rights, nothing beside it."""
    path = tmp_path / "plan.json"
    path.write_text("old")
    path.chmod(0o640)
    write_file(path, "ü")
    assert (path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777) == ("ü", 0o640)
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    """What open would give: not those of a temporary file."""
    write_file(tmp_path / "new", b"\x00")
    (tmp_path / "usual").touch()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_is_followed(tmp_path: Path) -> None:
    """The link stays a link, what it leads to is written."""
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there" / "file")
    write_file(tmp_path / "link", "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "file").read_text() == "x"


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_a_full_disk_keeps_the_old_file(moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the file, the old one is there, and nothing lies beside it."""
    path = tmp_path / "plan.json"
    path.write_text("old")
    monkeypatch.setattr(os, moment, full_disk)
    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(InputError, match=r"plan\.json:1: expected to write it, got no space left on device; what was"):
        write_file(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_written_to(tmp_path: Path) -> None:
    """What is no file is not replaced; a full one is a fault."""
    write_file(Path("/dev/null"), "x")
    with pytest.raises(InputError, match="/dev/full:1: expected to write it, got no space left"):
        write_file(Path("/dev/full"), "x")
    assert Path("/dev/null").is_char_device()


def test_a_folder_comes_whole(tmp_path: Path) -> None:
    """All files in a new folder or in an empty one; the folder somebody stands in stays the same one."""
    for name in ("new/deep", "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        made = write_folder(tmp_path / name, {"a/b.txt": "1", "c.txt": b"2"})
        assert [path.read_text() for path in made] == ["1", "2"]


def test_the_current_folder_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files come in, and it is still the same folder."""
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    write_folder(Path(), {"a/b.txt": "1", "c.txt": b"2"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c.txt"]
    assert tmp_path.stat().st_ino == before


@pytest.mark.parametrize("there", [True, False])
def test_half_a_folder_is_none(there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full at the second file, or a check that fails, leaves what was there: nothing."""
    folder = tmp_path / "made"
    if there:
        folder.mkdir()
    with pytest.raises(ZeroDivisionError):
        write_folder(folder, {"a": "1"}, lambda made: 1 // (not made.exists()))
    calls = iter([None, OSError(errno.ENOSPC, "No space left on device")])

    def second(_: int) -> None:
        if error := next(calls):
            raise error

    monkeypatch.setattr(os, "fsync", second)
    with pytest.raises(InputError, match="made:1: expected to write it, got no space"):
        write_folder(folder, {"a": "1", "b": "2"})
    assert list(tmp_path.rglob("*")) == ([folder] if there else [])


def test_what_is_there_is_never_taken(tmp_path: Path) -> None:
    """A folder with something in it, a file and a link to nowhere are refused."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for path in (tmp_path, tmp_path / "file", tmp_path / "link"):
        with pytest.raises(InputError, match="a new or empty folder"):
            write_folder(path, {"a": "1"})
