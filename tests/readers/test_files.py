"""Whatever stands where a file must stand is read, or refused in words; nothing waits for a pipe."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from solver.errors import Fault, InputError, ten_of_each
from solver.readers.text.files import read_text


def refusal(path: Path) -> str:
    """Return the fault of a file that cannot be read."""
    with pytest.raises(InputError) as caught:
        read_text(path, "a role card")
    return str(caught.value).replace(f"{path.parent}/", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_text_is_read_composed_whatever_wrote_it(encoding: str, tmp_path: Path) -> None:
    """UTF-8, UTF-16 and UTF-32 with their marks, any line end and any Unicode form give the same text."""
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be", "utf-32-be"} else ""
    (tmp_path / "a.md").write_bytes(f"{mark}menu\u0308\r\nb\rc\n".encode(encoding))
    assert read_text(tmp_path / "a.md") == "menü\nb\nc\n"


def test_what_is_no_file_is_refused_by_its_kind(tmp_path: Path) -> None:
    """A folder, a pipe, a socket, a device, a link to nothing or in a circle: each in words, none waited for."""
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "nothing.md").symlink_to("gone.md")
    (tmp_path / "circle.md").symlink_to("circle.md")
    (tmp_path / "device.md").symlink_to("/dev/null")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.md"))
        said = {
            name: refusal(tmp_path / f"{name}.md") for name in ("folder", "pipe", "device", "s", "nothing", "circle")
        }
    assert [said[name].split("got ")[1] for name in ("folder", "pipe", "device", "s")] == [
        *("a folder", "a pipe", "a device", "a socket")
    ]
    assert said["nothing"].endswith("got no such file or directory\nMaybe the link leads nowhere: gone.md.")
    assert "circle.md:1: expected a role card, got too many levels of symbolic links" in said["circle"]


def test_bytes_that_are_no_utf_8_have_a_line_and_a_meaning(tmp_path: Path) -> None:
    """The line is counted, and what a Windows program may have meant is said; so is UTF-16 without a mark."""
    (tmp_path / "a.csv").write_bytes(b"id\nm\xfcll\n")
    assert refusal(tmp_path / "a.csv").startswith("a.csv:2: expected UTF-8 text, got byte 0xfc\nMaybe 'ü', if")
    (tmp_path / "b.csv").write_bytes("id,ü\n".encode("utf-16-le"))
    assert "Maybe it is UTF-16: save it as UTF-8." in refusal(tmp_path / "b.csv")
    (tmp_path / "c.csv").write_bytes("id,ü\n".encode("utf-32-le"))
    assert "Maybe it is UTF-32: save it as UTF-8." in refusal(tmp_path / "c.csv")
    (tmp_path / "d.csv").write_bytes("id,a\n".encode("utf-32")[:-1])
    assert refusal(tmp_path / "d.csv").startswith("d.csv:1: expected UTF-32 text, got byte 0x0a")


def test_of_one_kind_of_fault_ten_are_told_and_the_rest_is_counted() -> None:
    """A hundred thousand equal faults are eleven lines; the other kinds are told all the same."""
    faults = [Fault("b.csv", line, "an id", "''") for line in range(1, 100_001)]
    text = str(InputError((*faults, Fault("b.csv", 7, "a value", "'x'"))))
    assert text.count("\n") == 11
    assert "... and 99,990 more that expected an id" in text
    assert text.endswith("b.csv:7: expected a value, got 'x'")


@pytest.mark.parametrize("count", [9, 10, 11])
def test_ten_are_told_without_a_count_and_eleven_with_one(count: int) -> None:
    """The count stands only where something is left out."""
    assert len(ten_of_each(["a"] * count, str, "of")) == count
    assert any("more" in text for text in ten_of_each(["a"] * count, str, "of")) == (count > 10)
