"""From a request to a reply: the key, its permission, the route, and refusals in the dialect's words."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from attrs import frozen

from practice import (
    routes_activities,
    routes_albums,
    routes_assets,
    routes_copy,
    routes_faces,
    routes_files,
    routes_jobs,
    routes_links,
    routes_memories,
    routes_notes,
    routes_search,
    routes_server,
    routes_stacks,
    routes_tags,
    routes_updates,
    routes_upload,
)
from practice.calls import Call, Reply, Route
from practice.dialect import Dialect, correlation
from practice.pipeline import Pipeline
from practice.problems import Problem
from practice.rows import Key, User
from practice.world import World

ROUTERS = (
    routes_copy.router,
    routes_server.router,
    routes_assets.router,
    routes_files.router,
    routes_updates.router,
    routes_upload.router,
    routes_search.router,
    routes_albums.router,
    routes_tags.router,
    routes_faces.router,
    routes_stacks.router,
    routes_links.router,
    routes_memories.router,
    routes_activities.router,
    routes_notes.router,
    routes_jobs.router,
)


@frozen
class Match:
    """A route that fits a request, with the ids in its path."""

    route: Route
    ids: tuple[str, ...]


class Application:
    """Answer requests over one world in one dialect."""

    def __init__(
        self, world: World, pipeline: Pipeline, dialect: Dialect, *, groups: int | None = None
    ) -> None:
        self._world = world
        self._pipeline = pipeline
        self._dialect = dialect
        self._groups = groups
        self._routes = [
            route for router in ROUTERS for route in router.routes if route.modern in (None, dialect.modern)
        ]

    @property
    def modern(self) -> bool:
        """Tell whether this plays a 3.x server."""
        return self._dialect.modern

    def match(self, method: str, path: str) -> Match | None:
        """Return the route for a method and a path without its /api."""
        for route in self._routes:
            if route.method == method and (found := route.pattern.fullmatch(path)):
                return Match(route, tuple(unquote(part) for part in found.groups()))
        return None

    def refusal(self, problem: Problem) -> Reply:
        """Return a refusal as a reply."""
        identity = correlation(self._world.chance)
        data = self._dialect.error(problem, identity)
        return Reply(status=problem.status, data=data, headers={self._dialect.correlation_header: identity})

    def _user(self, headers: dict[str, str], query: dict[str, str]) -> tuple[Key, User]:
        """Return who asks. A session token is looked at first, so a stray one hides a good key."""
        bearer = headers.get("authorization", "").lower().startswith("bearer ")
        if bearer or "x-immich-user-token" in headers or "x-immich-session-token" in headers:
            raise Problem(401, "Invalid user token")
        secret = headers.get("x-api-key") or query.get("apiKey")
        if not secret:
            raise Problem(401, "Authentication required")
        key = self._world.keys.get(secret)
        if key is None:
            raise Problem(401, "Invalid API key")
        return key, self._world.users[key.user]

    def _allow(self, route: Route, key: Key) -> None:
        wanted = route.permission if self._dialect.modern else route.classic_permission
        if wanted is None or "all" in key.permissions or wanted in key.permissions:
            return
        raise Problem(403, f"Missing required permission: {wanted}")

    def answer(
        self,
        match: Match | None,
        method: str,
        path: str,
        query: dict[str, str],
        headers: dict[str, str],
        body: Any,
    ) -> Reply:
        """Return the reply to a request; refusals come back as replies too."""
        try:
            if match is None:
                raise Problem(404, f"Cannot {method} /api{path}")
            with self._world.lock:
                key, user = self._somebody(match.route, headers, query)
                call = Call(
                    world=self._world,
                    pipeline=self._pipeline,
                    dialect=self._dialect,
                    user=user,
                    key=key,
                    ids=match.ids,
                    query=query,
                    body=body,
                    headers=headers,
                    groups=self._groups,
                )
                return match.route.handler(call)
        except Problem as problem:
            return self.refusal(problem)

    def _somebody(self, route: Route, headers: dict[str, str], query: dict[str, str]) -> tuple[Key, User]:
        if route.public:
            user = self._world.user
            now = user.created
            return Key(id="", secret="", user=user.id, name="", permissions=(), created=now), user
        key, user = self._user(headers, query)
        self._allow(route, key)
        return key, user


def parse_path(target: str) -> str | None:
    """Return the path behind /api, or None where the target is not below it."""
    found = re.match(r"/api(/.*)?$", target)
    return (found[1] or "/").rstrip("/") or "/" if found else None
