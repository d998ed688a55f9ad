"""The page's key: an address with a token opens it, and a cookie of this server keeps it open."""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs

from solver.report.app.door import App, Message, Receive, Send

UNAUTHORIZED: Final = 401
TOKEN: Final = "access_token"
# What a browser is told about everything that the page's server sends.
HEADERS: Final = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; connect-src 'self'; "
        b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
)


class TokenOnly:
    """An ASGI application that hands on only what comes with the token, in the address or in the cookie that it sets.

    Parameters
    ----------
    app : ASGI application
        What is behind the door.
    token : str
        Drawn anew at each start.
    """

    def __init__(self, app: App, token: str) -> None:
        self.app = app
        self.token = token

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Hand on what has the token, refuse the rest."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        name = self._name(scope)
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(TOKEN, [])
        is_new = any(self._is_right(one) for one in given)
        if scope["type"] != "http" or not (is_new or self._is_right(_cookie(scope, name))):
            await _refuse(scope, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
                if is_new:
                    kept = f"{name}={self.token}; HttpOnly; SameSite=Strict; Path=/"
                    message["headers"].append((b"set-cookie", kept.encode()))
            await send(message)

        await self.app(scope, receive, told)

    def _is_right(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())

    @staticmethod
    def _name(scope: Message) -> str:
        """Return the name of the cookie; browsers keep one jar for all ports of a machine."""
        return f"teamwright_{(scope.get('server') or ('', 0))[1]}"


def _cookie(scope: Message, name: str) -> str:
    """Return the value of a cookie, empty without one."""
    for header, value in scope["headers"]:
        if header.lower() == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(name)
            except CookieError:
                continue
            if found:
                return found.value
    return ""


async def _refuse(scope: Message, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    said = b"This page opens with the address that the command printed, with its token."
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": UNAUTHORIZED, "headers": headers})
    await send({"type": "http.response.body", "body": said})
