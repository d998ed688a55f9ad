"""The version, in a file of its own so that no inner room needs the front door for it."""

from typing import Final

VERSION: Final = "0.1.0"
