"""Files are written whole: beside their place first, then moved there, so that nobody ever finds half of one."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from solver.errors import Fault, InputError


def write_file(path: Path, content: str | bytes) -> None:
    """Put a text or bytes where a path says: until all of it is on the disk, what was there stays.

    A link is followed, the rights of a file that was there are kept, and what is no file, such as ``/dev/null``, is
    written to as it is.

    Raises
    ------
    InputError
        If it cannot be written; what was there is as it was.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        place = Path(os.path.realpath(path))
        if place.exists() and not place.is_file():
            place.write_bytes(data)
        else:
            _replace(place, data)
    except OSError as error:
        raise _unwritten(path, error) from error


def _replace(place: Path, data: bytes) -> None:
    """Write beside the place and move there."""
    rights = stat.S_IMODE(place.stat().st_mode) if place.exists() else None
    if rights is not None and not os.access(place, os.W_OK):
        raise PermissionError(13, "Permission denied")
    part = _beside(place)
    try:
        _write_new(part, data)
        if rights is not None:
            part.chmod(rights)
        part.replace(place)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def write_folder(
    folder: Path, files: Mapping[str, str | bytes], check: Callable[[Path], None] | None = None
) -> tuple[Path, ...]:
    """Make a folder with these files, names relative to it: all of them, or nothing is there.

    Parameters
    ----------
    folder : Path
        A new or an empty one.
    files : mapping of str to str or bytes
        What each file holds.
    check : callable, optional
        Called with the folder before it is at its place; what it raises leaves nothing behind.

    Returns
    -------
    tuple of Path
        The files at their place.

    Raises
    ------
    InputError
        If something is in the way, or it cannot be written.
    """
    refuse_taken(folder)
    place = Path(os.path.realpath(folder))
    inside = place.exists() and _must_stay(place)
    part = _beside(place / "part" if inside else place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            _write_new(part / name, content.encode() if isinstance(content, str) else content)
        if check:
            check(part)
        if inside:
            for entry in sorted(part.iterdir()):
                entry.replace(place / entry.name)
            part.rmdir()
        else:
            part.replace(place)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise _unwritten(folder, error) from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return tuple(folder / name for name in files)


def _must_stay(place: Path) -> bool:
    """Return whether a folder cannot be moved away: whoever stands in it would stand nowhere."""
    return Path.cwd().is_relative_to(place) or place.is_mount() or not os.access(place.parent, os.W_OK)


def refuse_taken(folder: Path) -> None:
    """Raise a fault unless a folder is new or empty."""
    if folder.is_symlink() and not folder.exists():
        raise InputError((Fault(str(folder), 1, "a new or empty folder", "a link to nowhere"),))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError((Fault(str(folder), 1, "a new or empty folder", "something is there"),))


def _beside(place: Path) -> Path:
    """Return a name that nobody has, in the same folder, so that moving is one step."""
    return place.parent / f".teamwright-{token_hex(8)}.part"


def _write_new(path: Path, data: bytes) -> None:
    """Write a new file; when this returns it is on the disk."""
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _unwritten(path: Path, error: OSError) -> InputError:
    why = (error.strerror or str(error)).lower()
    return InputError((Fault(str(path), 1, "to write it", f"{why}; what was there is as it was"),))
