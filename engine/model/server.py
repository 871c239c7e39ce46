"""Who we talk to: the server, its version, and whose library it is."""

from __future__ import annotations

from attrs import frozen


@frozen(order=True)
class Version:
    """A server release, comparable."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


@frozen(kw_only=True)
class Server:
    """One server and the user whose key we hold. `user` (a UUID) is the identity: addresses may change."""

    url: str
    user: str
    user_name: str
    version: Version
    trash: bool
    trash_days: int
    permissions: tuple[str, ...] = ()

    def origin(self) -> dict[str, str]:
        """Return what a run remembers of the server; never a secret."""
        return {"server": self.url, "user": self.user, "version": str(self.version)}
