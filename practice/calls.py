"""One call to the practice server, its reply, and the table of routes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import Factory, define, field, frozen

from practice.checks import Field, checked
from practice.dialect import Dialect
from practice.pipeline import Pipeline
from practice.rows import AssetRow, Key, User
from practice.world import World


@frozen(kw_only=True)
class Call:
    """A request after the key has been accepted. `ids` are the variable parts of the path.

    `groups` is the number of made-up duplicate groups, where the real ones are not wanted.
    """

    world: World
    pipeline: Pipeline
    dialect: Dialect
    user: User
    key: Key
    ids: Sequence[str]
    query: Mapping[str, str]
    body: Any
    headers: Mapping[str, str]
    groups: int | None = None

    def fields(self, fields: Mapping[str, Field]) -> dict[str, Any]:
        """Return the known fields of the body, validated."""
        return checked(self.body, fields, self.dialect)

    def flag(self, name: str) -> bool | None:
        """Return a true/false query parameter, None where it is absent."""
        value = self.query.get(name)
        return None if value is None else value == "true"

    def owns(self, row: AssetRow | None) -> bool:
        """Tell whether the key may act on an asset as its owner; the locked folder is out of reach."""
        return row is not None and row.owner == self.user.id and row.visibility != "locked"


@define(kw_only=True)
class Reply:
    """What goes back: JSON `data` (unless `raw` or `stream` is given), or nothing at all for 204."""

    status: int = 200
    data: Any = None
    raw: bytes | None = None
    stream: Iterable[bytes] | None = None
    headers: dict[str, str] = Factory(dict)


Handler = Callable[[Call], Reply]


@frozen(kw_only=True)
class Route:
    """A method and path with the permission its key needs; None lets any key pass, `public` needs none.

    `writes` marks what changes something by design. `versions` limits it to "2.7" or "3.1".
    """

    method: str
    pattern: re.Pattern[str]
    handler: Handler
    permission: str | None
    classic_permission: str | None
    public: bool
    writes: bool
    modern: bool | None


@define
class Router:
    """A list of routes, filled by decorators."""

    routes: list[Route] = field(factory=list)

    def on(
        self,
        method: str,
        path: str,
        permission: str | None = None,
        *,
        public: bool = False,
        writes: bool | None = None,
        modern: bool | None = None,
        classic_permission: str | None = None,
    ) -> Callable[[Handler], Handler]:
        """Register a handler for a path in which `{}` stands for one id."""
        pattern = re.compile(re.escape(path).replace(r"\{\}", "([^/]+)"))

        def register(handler: Handler) -> Handler:
            self.routes.append(
                Route(
                    method=method,
                    pattern=pattern,
                    handler=handler,
                    permission=permission,
                    classic_permission=classic_permission or permission,
                    public=public,
                    writes=method != "GET" if writes is None else writes,
                    modern=modern,
                )
            )
            return handler

        return register
