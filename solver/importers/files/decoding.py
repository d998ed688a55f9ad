"""A stranger's bytes as text: marks first, then UTF-8, then what Windows writes."""

from __future__ import annotations

from solver.readers.text.files import marked


def decode(raw: bytes) -> tuple[str, str]:
    r"""Return a text and the encoding it was read by: marks first, then UTF-8, then what Windows writes.

    Examples
    --------
    >>> decode("ä".encode("utf-16"))[0], decode("ä".encode("cp1252")), decode(b"PK\x03\x04\x00")
    ('ä', ('ä', 'cp1252'), ('', ''))
    """
    if encoding := marked(raw):
        return raw.decode(encoding, errors="replace").lstrip("\ufeff"), encoding
    head = raw[:4096]
    if b"\0" in head:
        # UTF-16 without a mark: every other byte of Western text is 0. Everything else with zeros is no text.
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) * 3 < len(head) or min(even, odd) * 9 > max(even, odd):
            return "", ""
        encoding = "utf-16-be" if even > odd else "utf-16-le"
        return raw.decode(encoding, errors="replace"), encoding
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), "cp1252"
