"""Who may come in: the one address that opens, and the headers that keep a browser from telling or asking anybody else."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
DEFAULT_PORT_OF_HTTP = 80


def new_token() -> str:
    """256 random bits as 43 characters that an address takes as they are."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Door:
    """What a request has to show. The token is the first part of every path, so no cookie is needed: cookies know no ports."""

    port: int
    token: str = field(default_factory=new_token, repr=False)

    @property
    def address(self) -> str:
        """The page's address; whoever has it is in."""
        return f"http://{self.hosts[0]}/{self.token}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Our names as a browser sends them. Any other name is another site's that was made to point here (DNS rebinding)."""
        port = "" if self.port == DEFAULT_PORT_OF_HTTP else f":{self.port}"
        return f"{HOST}{port}", f"localhost{port}"

    def is_ours(self, hosts: Sequence[str]) -> bool:
        """Whether a request with these ``Host`` headers means us."""
        return len(hosts) == 1 and hosts[0] in self.hosts

    def has_token(self, path: str) -> bool:
        """Whether a path begins with the token; how long that takes to find out tells nothing about it."""
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        return secrets.compare_digest(first.encode("utf-8", "replace"), self.token.encode())

    def is_same_origin(self, host: str, origins: Sequence[str]) -> bool:
        """Whether a websocket with these ``Origin`` headers was opened by a page that we served under ``host``."""
        return list(origins) == [f"http://{host}"]

    def headers(self, host: str) -> Mapping[str, str]:
        """What goes with every answer to a request for ``host``, which is one of ours."""
        # The terminal's script sets styles of its own; nothing else of it needs an exception.
        policy = {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self' 'unsafe-inline'",
            "font-src": "'self'",
            "img-src": "data:",
            "connect-src": f"ws://{host}",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
        }
        return {
            "Cache-Control": "no-store",
            "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in policy.items()),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), clipboard-read=(), geolocation=(), microphone=()",
            "Referrer-Policy": "no-referrer",
            "Server": "readiness",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        }
