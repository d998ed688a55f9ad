"""Names of strangers' files as ids: what a file can be called and a line of communication can address."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

UNFIT: Final = re.compile(r"[\x00-\x1f,;:()\[\]{}<>/\\|*?\"`#]+")


def safe_id(name: str, otherwise: str = "unnamed") -> str:
    """Return a name as an id: composed, single blanks, without the characters that files and lines cannot hold.

    Examples
    --------
    >>> safe_id("Weather  Agent (v2)"), safe_id("Smith, Jane"), safe_id("??", "card")
    ('Weather Agent v2', 'Smith Jane', 'card')
    """
    found = " ".join(UNFIT.sub(" ", unicodedata.normalize("NFC", name)).split()).strip(" .")
    return found or otherwise
