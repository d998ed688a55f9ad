"""What is needed comes before what needs it: one walk for tasks, pieces and whatever else waits."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


def needs_first(
    items: Iterable[Item], needs: Callable[[Item], Iterable[Item]], known: Container[Item] = ()
) -> Iterator[Item]:
    """Yield each item once, after all that it needs; every need is looked at once, however long a chain is.

    Parameters
    ----------
    items : iterable
        In the order in which they come where nothing else decides; none of them is None.
    needs : callable
        What an item needs; these are yielded too, whether or not they are among the items.
    known : container
        What is left out, and looked at no further.

    Yields
    ------
    item
        Of a loop, whichever is met last comes first.

    Examples
    --------
    >>> wanted = {"a": "bd", "b": "c", "c": "", "d": ""}
    >>> list(needs_first("abc", wanted.__getitem__, known="d"))
    ['c', 'b', 'a']
    """
    begun = set[Item]()
    for item in items:
        if item in begun or item in known:
            continue
        begun.add(item)
        stack = [(item, iter(needs(item)))]
        while stack:
            one, rest = stack[-1]
            other = next((need for need in rest if need not in begun and need not in known), None)
            if other is None:
                stack.pop()
                yield one
            else:
                begun.add(other)
                stack.append((other, iter(needs(other))))
