"""The questions of a report by their names. This file loads nothing, so that a command line can offer them."""

from typing import Final

# What each question asks, cheapest first.
QUESTIONS: Final = {
    "away": "what is lost without each member",
    "placing": "what would place each task that stays out",
    "hours": "what more hours of each member bring",
    "rules": "what other scores, permissions and relaxed rules bring",
}
