"""One session of the page: what lies on the desk, who may look, and how a decision reaches the journal."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from flask import Flask

from cli.home import Home
from cli.render.looks import Looks, told
from cli.render.text import short
from cli.review.app import application
from cli.review.cache import Cache
from cli.review.desk import Desk
from cli.review.guard import SessionGuard
from cli.review.pictures import Renditions
from engine.base.ports import PhotoReader
from engine.evidence.kept import kept_by_content
from engine.evidence.pictures import is_plain
from engine.judge.wording import by_names
from engine.model.choice import Choice
from engine.model.server import Server
from engine.plan.plan import GroupPlan, Sketch
from engine.runs.rulings import rulings
from engine.runs.runs import check_origin, find_run, plan_run, plans_of
from engine.verbs.decide import decide
from engine.verbs.ruled import unlike
from engine.verbs.todo import unresolved
from journal.clock import SystemClock
from journal.reader import open_readonly
from journal.store import open_journal

CACHE = 200_000_000
"""Bytes of thumbnails and previews in memory: some two hundred groups at full size, thousands in the list."""


@frozen
class ReviewSession:
    """The parts of a session, ready to be served."""

    desk: Desk
    guard: SessionGuard
    app: Flask


def session(home: Home, reader: PhotoReader, server: Server, run: str | None, port: int) -> ReviewSession:
    """Lay the groups of a plan on the desk.

    Raises NoPlan, WrongServer, Ambiguous, and the leaves of JournalError.
    """
    with open_readonly(home.journal) as journal:
        check_origin(journal, server)
        name = plan_run(journal, run)
        found = find_run(journal, name)
        plans = list(plans_of(journal, name))
        left = {plan.group for plan in unresolved(journal, name, plans)}
        standing = rulings(journal)
    origin = dict(found.opened.origin) if found else server.origin()

    def write(chosen: Sequence[GroupPlan], choice: Choice, keep: str | None) -> None:
        """Open the book for one decision only, so that nothing else has to wait for the page to be closed."""
        book = open_journal(home.journal)
        try:
            decide(book, SystemClock(), origin, chosen, choice, keep)
        finally:
            book.close()

    def plain(sketch: Sketch) -> bool:
        """Tell whether the profile of a preview is to be left aside, as the analysis did."""
        with open_readonly(home.journal) as journal:
            return is_plain(kept_by_content(journal, sketch.checksum or ""))

    def looked(plan: GroupPlan) -> list[str]:
        """Tell what the analysis saw of each copy beside the suggested one."""
        with open_readonly(home.journal) as journal:
            seen = [(plan.sketch(one), Looks(journal).of(plan, one)) for one in (*plan.losers, *plan.stays)]
        kept = plan.sketch(plan.winner)
        lines = ((short(s.name), told(look, s, kept)) for s, look in seen if look)
        if unlike(plan):
            lines = ((name, by_names(words, short(kept.name), name)) for name, words in lines)
        return [f"{name}: {words}" for name, words in lines]

    desk = Desk(
        run=name,
        server=server.url,
        plans=plans,
        rulings=standing,
        done=frozenset(plan.group for plan in plans if plan.steps and plan.group not in left),
        reader=reader,
        write=write,
        plain=plain,
        looked=looked,
    )
    guard = SessionGuard(port)
    return ReviewSession(desk, guard, application(desk, guard, Renditions(reader, Cache(CACHE))))
