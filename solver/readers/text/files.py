"""Opens what stands where a file must stand: never waits for a pipe, never reads a device, says what is wrong."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path
from typing import Final

from solver.domain.naming import composed
from solver.errors import Fault, InputError

KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
# Marks of encodings, the longer before those that they begin with.
MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# How Windows writes western text that is not UTF-8: what a byte meant is said, never assumed.
WINDOWS: Final = "windows-1252"


def read_text(path: Path, what: str = "a file", *, keep_line_ends: bool = False, as_written: bool = False) -> str:
    r"""Return the text of a file, composed (NFC): UTF-8, or UTF-16 or UTF-32 with its mark.

    Parameters
    ----------
    path : Path
        A regular file, or a link to one.
    what : str
        What a fault expects.
    keep_line_ends : bool
        Whether line ends stay as they are; otherwise each is one ``\n``.
    as_written : bool
        Whether the text is not composed: paths in it may be those of files whose names are not.

    Returns
    -------
    str
        Without a byte order mark.

    Raises
    ------
    InputError
        If it is a folder, pipe or device, cannot be opened, leads nowhere, or is no such text.
    """
    text = _decoded(read_bytes(path, what), path)
    if not keep_line_ends:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if as_written else composed(text)


def read_bytes(path: Path, what: str = "a file") -> bytes:
    """Return the bytes of a regular file; raises InputError for anything else."""
    try:
        mode = stat.S_IFMT(path.stat().st_mode)
        if mode == stat.S_IFREG:
            return path.read_bytes()
        got, maybe = KINDS.get(mode, "something else"), ""
    except (OSError, ValueError) as error:
        got = str(getattr(error, "strerror", None) or error).lower()
        maybe = f"the link leads nowhere: {path.readlink()}." if path.is_symlink() else ""
    raise InputError((Fault(str(path), 1, what, got, maybe),))


def marked(data: bytes) -> str:
    r"""Return the encoding that the mark at the start of a text names, empty without one.

    Examples
    --------
    >>> marked("a".encode("utf-32")), marked("a".encode("utf-16")), marked(b"a")
    ('utf-32', 'utf-16', '')
    """
    return next((name for mark, name in MARKS.items() if data.startswith(mark)), "")


def _decoded(data: bytes, path: Path) -> str:
    encoding = marked(data) or "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        got, expected = f"byte {data[error.start]:#04x}", f"{encoding.removesuffix('-sig').upper()} text"
        maybe = _meant(data, error.start) if encoding.startswith("utf-8") else "save it as UTF-8."
        raise InputError((Fault(str(path), line, expected, got, maybe),)) from error


def _meant(data: bytes, at: int) -> str:
    """Return what a byte that is not UTF-8 may have meant, and what to do."""
    if b"\0" in data[:200]:
        return f"it is UTF-{32 if bytes(3) in data[:200] else 16}: save it as UTF-8."
    letter = data[at : at + 1].decode(WINDOWS, errors="ignore")
    return f"{letter!r}, if a Windows program wrote it: save it as UTF-8." if letter else "save it as UTF-8."


def kept_name(path: Path, folder: Path) -> str:
    """Return how a file is named in what is kept: from the folder on, or in full if it lies elsewhere."""
    if not path.is_relative_to(folder):
        path, folder = path.resolve(), folder.resolve()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
