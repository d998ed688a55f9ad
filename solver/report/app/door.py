"""The door of the page's server: whoever comes from another page stays outside, even with the right token."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

# Told to a browser that asks from another page: websockets have no status once they are closed before they open.
REFUSED = 403
POLICY_VIOLATION = 1008


class OwnPageOnly:
    """An ASGI application that hands on only what the page itself asks for.

    A browser says with ``Origin`` from which page a websocket or a form comes. Without one it is no browser.
    """

    def __init__(self, app: App, local: bool = True) -> None:
        self.app = app
        self.local = local

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Hand on what comes from the page or from no page at all, refuse the rest."""
        if scope["type"] in {"http", "websocket"} and not self._is_own(scope):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": POLICY_VIOLATION})
                return
            await send({"type": "http.response.start", "status": REFUSED, "headers": []})
            await send({"type": "http.response.body", "body": b"asked from another page"})
            return
        await self.app(scope, receive, send)

    def _is_own(self, scope: Message) -> bool:
        headers = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        hosts = [value for name, value in headers if name == b"host"]
        origins = [value for name, value in headers if name == b"origin"]
        host = hosts[0] if len(hosts) == 1 else ""
        return is_own(host, origins[0] if origins else None, local=self.local) and len(origins) <= 1


def is_own(host: str, origin: str | None, *, local: bool) -> bool:
    """Return whether a request comes from the page that it asks.

    Parameters
    ----------
    host : str
        What the request says it is sent to.
    origin : str, optional
        The page from which a browser sends it.
    local : bool
        Whether only this machine is listened to: then a name that somebody else may have pointed here is no host.

    Returns
    -------
    bool
        True if the origin has the same host and port, or there is none.

    Examples
    --------
    >>> is_own("127.0.0.1:2718", "http://127.0.0.1:2718", local=True)
    True
    >>> is_own("127.0.0.1:2718", "http://elsewhere.example", local=True)
    False
    >>> is_own("rebound.example:2718", "http://rebound.example:2718", local=True)
    False
    """
    if local and not _is_here(host):
        return False
    if origin is None:
        return True
    page = urlsplit(origin)
    return page.scheme in {"http", "https"} and page.netloc.lower() == host.lower()


def _is_here(host: str) -> bool:
    """Return whether a host with its port is this machine by its fixed names."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or name.endswith(".localhost") or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_local(host: str) -> bool:
    """Return whether an address to listen on is heard by this machine alone.

    Examples
    --------
    >>> is_local("127.0.0.1"), is_local("::1"), is_local("0.0.0.0")
    (True, True, False)
    """
    return _is_here(f"[{host}]" if ":" in host else host)
