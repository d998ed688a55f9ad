"""Elements of HTML and SVG in which text stays text: whatever is not already an element is escaped.

Names and titles come from files that anybody may have written. An element is a ``Safe`` string, and only ``tag`` makes
them; every other string is data. So nothing has to be remembered where a page is put together.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

VOID = frozenset({"br", "meta", "link", "img", "hr", "col"})
# XML 1.0 forbids these outright; the bidirectional controls could turn round the text that follows a name.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_MARKDOWN = re.compile(r"([\\`*\[\]{}#|~$!])|(?<![^\W_])(_)|(_)(?![^\W_])|^([-+>=])|^(\d+)([.)])(?=\s|$)")


class Safe(str):
    """Text that is markup already."""

    __slots__ = ()


def clean(text: object) -> str:
    r"""Return one line of text without what no document may hold; each such character becomes U+FFFD.

    Examples
    --------
    >>> clean("two" + chr(10) + "lines")
    'two lines'
    >>> clean(chr(0x202E) + "x") == chr(0xFFFD) + "x"
    True
    """
    return _FORBIDDEN.sub("�", " ".join(str(text).split()) if str(text) else "")


def printable(text: object) -> str:
    """Return one line of text that a terminal prints and does not obey, with its spaces as they are.

    Examples
    --------
    >>> printable("a" + chr(27) + "[31m  b") == "a" + chr(0xFFFD) + "[31m  b"
    True
    """
    return _FORBIDDEN.sub("�", " ".join(str(text).splitlines()))


def printable_lines(text: str) -> str:
    """Return lines that a terminal prints and does not obey: what stands between them as it is, the breaks too.

    Examples
    --------
    >>> printable_lines("a" + chr(27) + "[31m" + chr(10) + "b") == "a" + chr(0xFFFD) + "[31m" + chr(10) + "b"
    True
    """
    return inert(text).replace("\r", "�")


def inert(text: str) -> str:
    """Return text in which each character that no document may hold is U+FFFD; line ends stay as they are."""
    return re.sub(r"\r(?!\n)", "�", _FORBIDDEN.sub("�", text))


def escaped(text: str) -> str:
    r"""Return JSON text in which what a terminal would obey stands as an escape: the data are the same.

    Examples
    --------
    >>> escaped('{"a": "' + chr(0x202E) + '"}')
    '{"a": "\\u202e"}'
    """
    return _FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def clip(text: object, most: int = 160) -> str:
    """Return a clean text of at most ``most`` characters; one that is cut says how long it was.

    Examples
    --------
    >>> clip("a" * 1000, 30)
    'aaaaaaaaaa… (1,000 characters)'
    """
    whole = clean(text)
    if len(whole) <= most:
        return whole
    said = f"… ({len(whole):,} characters)"
    return whole[: max(most - len(said), 1)] + said


def tag(name: str, /, *children: object, **attributes: object) -> Safe:
    """Return an element; children that are not elements are escaped, and so are all attributes.

    A trailing underscore of an attribute's name is dropped, one within becomes a hyphen; None leaves it out.

    Examples
    --------
    >>> tag("td", "<script>", tag("b", 3), class_="n", data_x='"')
    '<td class="n" data-x="&quot;">&lt;script&gt;<b>3</b></td>'
    """
    words = [name]
    for key, value in attributes.items():
        if value is not None:
            words.append(f'{key.rstrip("_").replace("_", "-")}="{html.escape(clean(value))}"')
    if name in VOID:
        return Safe(f"<{' '.join(words)}>")
    return Safe(f"<{' '.join(words)}>{join(children)}</{name}>")


def join(parts: Iterable[object]) -> Safe:
    """Return parts one after the other, escaped unless they are elements."""
    return Safe("".join(part if isinstance(part, Safe) else html.escape(clean(part), quote=False) for part in parts))


def markdown(text: object) -> str:
    r"""Return text that Markdown shows as it is.

    Examples
    --------
    >>> markdown("BACK_END | [x](y) <b>")
    'BACK_END \\| \\[x\\](y) &lt;b&gt;'
    """
    shown = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN.sub(lambda found: "".join(_backslash(part) for part in found.groups() if part), shown)


def _backslash(part: str) -> str:
    return part if part.isdigit() else f"\\{part}"


def harmless(value: object) -> object:
    """Return a value that a spreadsheet reads as text where it would otherwise be a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless("plain"), harmless(2)
    ("'=1+1", 'plain', 2)
    """
    risky = isinstance(value, str) and value.lstrip()[:1] in {"=", "+", "-", "@", "|", "%"} and value
    return f"'{value}" if risky or (isinstance(value, str) and value[:1] in {"\t", "\r", "\n"}) else value
