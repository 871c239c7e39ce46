"""The page's server side: a few routes below a path that only one browser knows."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from cli.render.text import clean
from cli.report.thumbs import kind_of
from cli.review import look
from cli.review.desk import Desk
from cli.review.guard import COOKIE, HEADERS, SessionGuard
from cli.review.pictures import FILMS, SIZES, Renditions, part_of
from engine.base.errors import EngineError
from engine.model.choice import Choice
from engine.plan.plan import GroupPlan, Sketch
from journal.errors import JournalError

MOST_BODY = 1_000_000
"""Bytes of a request; five thousand ids are 200,000."""


def application(desk: Desk, guard: SessionGuard, pictures: Renditions) -> Flask:
    """Return the page of one session."""
    app = Flask("cli.review", static_folder=None, template_folder="page")
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY
    below = f"/{guard.path}"

    @app.before_request
    def only_our_own_page() -> ResponseReturnValue | None:
        if reason := guard.refusal(request.method, dict(request.headers)):
            return _refused(reason)
        if request.path == "/" and "ticket" in request.args:
            return None
        if not (request.path.startswith(below + "/") and guard.knows(request.cookies.get(COOKIE))):
            return _refused("open the page with the address that winnow printed")
        return None

    @app.after_request
    def closed_to_others(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    @app.get("/")
    def enter() -> ResponseReturnValue:
        if not guard.takes(request.args.get("ticket")):
            return _refused(
                "this address opens the page once: look for the tab that is open, or end winnow with Ctrl-C and start "
                "`winnow review` again for a new one"
            )
        response = redirect(f"{below}/")
        response.set_cookie(COOKIE, guard.cookie, path=below, httponly=True, samesite="Strict")
        return response

    @app.get(f"{below}/")
    def page() -> str:
        return render_template("review.html", run=desk.run)

    @app.get(f"{below}/page/<name>")
    def file(name: str) -> ResponseReturnValue:
        from cli.review.files import content

        found = content(name)
        return Response(found[0], mimetype=found[1]) if found else abort(404)

    @app.get(f"{below}/groups")
    def groups() -> ResponseReturnValue:
        return jsonify(run=desk.run, groups=desk.summary())

    @app.get(f"{below}/groups/<group>")
    def group(group: str) -> ResponseReturnValue:
        return jsonify(desk.details(_plan(desk, group)))

    @app.get(f"{below}/look/<group>/<first>/<second>")
    def differences(group: str, first: str, second: str) -> ResponseReturnValue:
        one, other = (_member(_plan(desk, group), asset) for asset in (first, second))
        shown = [
            look.Preview(sketch, pictures.get(sketch.asset, "preview"), desk.plain(sketch))
            for sketch in (one, other)
        ]
        return jsonify(look.seen(*shown))

    @app.post(f"{below}/decide")
    def decide() -> ResponseReturnValue:
        said = request.get_json()
        wanted, choice, keep = _decision(said)
        if any(desk.plan(one) is None for one in wanted):
            abort(404)
        return jsonify(groups=desk.decide(wanted, choice, keep))

    @app.get(f"{below}/picture/<size>/<asset>")
    def picture(size: str, asset: str) -> ResponseReturnValue:
        if size not in SIZES or not desk.owns(asset):
            abort(404)
        data = pictures.get(asset, size)
        kind = kind_of(data) if data else None
        if data is None or kind is None:
            abort(404)
        return Response(data, mimetype=kind, headers={"Cache-Control": "private, max-age=3600"})

    @app.get(f"{below}/film/<group>/<asset>")
    def film(group: str, asset: str) -> ResponseReturnValue:
        return _film(pictures, _member(_plan(desk, group), asset))

    @app.errorhandler(EngineError)
    @app.errorhandler(JournalError)
    def in_words(error: Exception) -> ResponseReturnValue:
        return jsonify(error=clean(error)), 502 if isinstance(error, EngineError) else 409

    return app


def _refused(reason: str) -> ResponseReturnValue:
    return Response(f"Refused: {reason}.\n", status=403, mimetype="text/plain")


def _plan(desk: Desk, group: str) -> GroupPlan:
    return desk.plan(group) or abort(404)


def _member(plan: GroupPlan, asset: str) -> Sketch:
    return next((sketch for sketch in plan.members if sketch.asset == asset), None) or abort(404)


def _decision(said: Any) -> tuple[list[str], Choice, str | None]:
    """Read what the page sends; anything else is refused as a whole."""
    if not isinstance(said, dict) or not isinstance(groups := said.get("groups"), list):
        abort(400)
    keep = said.get("keep")
    if not groups or not all(isinstance(one, str) for one in groups) or not isinstance(keep, str | None):
        abort(400)
    if said.get("choice") not in set(Choice):
        abort(400)
    return groups, Choice(said["choice"]), keep


def _film(pictures: Renditions, sketch: Sketch) -> Response:
    size = sketch.size or 0
    try:
        part = part_of(request.headers.get("Range"), size)
    except ValueError:
        return Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = part or (0, size)
    kind = FILMS.get(sketch.name.rpartition(".")[2].lower(), "application/octet-stream")
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(end - start)}
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    body = pictures.film(sketch.asset, start, end)
    return Response(body, status=206 if part else 200, mimetype=kind, headers=headers)
