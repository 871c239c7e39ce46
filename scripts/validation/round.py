"""The whole round: stage, run every command, read the server after each, judge, take everything back, compare."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attrs import define

from scripts.validation.api import Api
from scripts.validation.backups import hashes, judge_backups, strangers
from scripts.validation.clean import clean, purge
from scripts.validation.compare import compare
from scripts.validation.detect import await_groups, group_by_hand
from scripts.validation.dump import Dump, take
from scripts.validation.facts import changes, said
from scripts.validation.judge import (
    judge_albums,
    judge_resolved,
    judge_review,
    judge_skipped,
    judge_untouched,
    kept_key,
)
from scripts.validation.order import judge_order, reckless
from scripts.validation.relay import Relay
from scripts.validation.report import Report
from scripts.validation.reviewed import review_codes
from scripts.validation.row import Row
from scripts.validation.stage import Staged, set_up, upload_all, upload_file
from scripts.validation.target import fixture_checksums, motions, refuse_foreign, stills
from scripts.validation.wait import tell, until_quiet
from scripts.validation.winnow import Winnow

ALL = ("--max-share", "100")
"""The fixtures are most of the test server's library, so no share of it is too large."""


@define(kw_only=True)
class Settings:
    """What the person asked for. `limit` and `quiet` are seconds of waiting for the server's own jobs."""

    server: str
    key: str
    winnow_key: str
    fixtures: Path
    home: Path
    purge: bool = False
    keep: bool = False
    limit: float = 300.0
    quiet: float = 15.0
    by_hand: bool = False

    @property
    def short(self) -> float:
        """Return the silence that shows that a single write has settled."""
        return min(3.0, self.quiet)


DAMAGED = ("winner-changed", "winner-gone")
"""Sabotages after which the file of a winner is not what the server names."""


class Round:
    """One check of one server."""

    def __init__(self, settings: Settings, manifest: dict[str, Any]) -> None:
        self.settings = settings
        self.manifest = manifest
        self.api = Api(settings.server, settings.key)
        self.keys = fixture_checksums(manifest)
        self.rows = {s["id"]: Row(s["id"], s["title"]) for s in manifest["scenarios"]}
        self.report = Report(settings.server, "", datetime.now(UTC).strftime("%Y-%m-%d"), settings.purge)
        self.report.rows = list(self.rows.values())

    def run(self) -> Report:
        """Make the check; raises `Problem` where it cannot be made."""
        self.report.version = self.api.version()
        refuse_foreign(self.api, self.manifest)
        clean(self.api, self.manifest)
        try:
            with Relay(self.settings.server) as relay:
                self._run(relay)
        finally:
            if not self.settings.keep:
                clean(self.api, self.manifest)
        return self.report

    def _run(self, relay: Relay) -> None:
        staged = self._stage(relay)
        winnow = Winnow(relay.url, self.settings.winnow_key, self.settings.home, self.settings.limit)
        first = self._dump("before")
        try:
            analyzed = self._command(relay, winnow, "analyze")
            self._rehearse(relay, winnow)
            broken = any(s["outcome"] == "skipped" for s in self._detected(staged))
            self._command(relay, winnow, "apply", "--yes", *ALL, wanted=(3,) if broken else (0,))
            self._audit(relay, winnow, staged)
            second = self._dump("after")
            self._judge(staged, first, second, review_codes(analyzed), relay)
            purged = self._empty(staged, second) if self.settings.purge else set()
            # As anyone who opens the page of duplicates: the server then clears the ids of groups of one.
            self.api.get("/duplicates")
            relay.faults.clear()
            self._command(relay, winnow, "restore", "--yes")
            self._judge_restored(first, self._dump("restored"), purged)
        finally:
            self.report.general += reckless(relay.log)
            self.report.general += [
                f"the relay lost {e.method} {e.path}: {e.lost}" for e in relay.log if e.lost
            ]
            self.report.ran = winnow.ran

    def _stage(self, relay: Relay) -> Staged:
        staged = upload_all(self.api, self.settings.fixtures, self.manifest)
        limit = self.settings.limit
        await_groups(self.api, self.manifest, staged, limit=limit, quiet=self.settings.quiet)
        if self.settings.by_hand:
            group_by_hand(self.api, self.manifest, staged, self.settings.short)
        set_up(self.api, self.manifest, staged, limit, self.settings.short)
        for name, reason in staged.undetected.items():
            self.rows[name].undetected = reason
        for name, reason in staged.by_hand.items():
            self.rows[name].by_hand = reason
        for scenario in self._detected(staged):
            ids = [staged.ids[f["key"]] for f in scenario["files"]]
            match scenario["sabotage"]:
                case "wrong-bytes":
                    relay.faults.wrong_bytes.update(ids)
                case "winner-changed":
                    relay.faults.wrong_bytes.add(ids[0])
                case "winner-gone":
                    relay.faults.gone.add(ids[0])
                case "edit-swallowed":
                    relay.faults.swallowed.update(ids)
                case "edit-refused":
                    relay.faults.refused.update(ids)
        return staged

    def _detected(self, staged: Staged) -> list[dict[str, Any]]:
        return [s for s in self.manifest["scenarios"] if s["id"] not in staged.undetected]

    def _command(
        self, relay: Relay, winnow: Winnow, verb: str, *args: str, wanted: tuple[int, ...] = (0,)
    ) -> list[dict[str, Any]]:
        relay.verb = " ".join([verb, *args])
        ran = winnow.run(verb, *args)
        if ran.exit not in wanted:
            last = ran.said.strip().splitlines()[-1:] or [""]
            self.report.general.append(
                f"winnow {ran.verb} ended with {ran.exit} instead of {' or '.join(map(str, wanted))}: {last[0]}"
            )
        return ran.objects

    def _audit(self, relay: Relay, winnow: Winnow, staged: Staged) -> None:
        """Let winnow audit, and judge that it names each winner whose file is damaged, and nothing else."""
        hurt = {
            staged.ids[scenario["files"][0]["key"]]
            for scenario in self._detected(staged)
            if scenario["sabotage"] in DAMAGED
        }
        told = self._command(relay, winnow, "audit", wanted=(3,) if hurt else (0,))
        faults = [one["fault"] for one in told if "fault" in one]
        named = {one["asset"] for one in faults if one["code"] == "winner-damaged"}
        self.report.general += [f"the audit does not name the damaged winner {one}" for one in hurt - named]
        self.report.general += [
            f"the audit found {one['code']}: {one['text']}" for one in faults if one["asset"] not in hurt
        ]

    def _rehearse(self, relay: Relay, winnow: Winnow) -> None:
        """Run the dry run and judge that it changed nothing, on the wire and on the server."""
        before = self._dump("before the dry run")
        self._command(relay, winnow, "apply", "--dry-run")
        after = self._dump("after the dry run")
        for key, fields in before.assets.items():
            if change := changes(fields, after.assets.get(key, {})):
                self.report.general.append(f"the dry run changed {key}: {said(change)}")
        written = [e for e in relay.log if e.writes]
        self.report.general += [f"{e.verb} called {e.method} {e.path}" for e in written]

    def _dump(self, when: str) -> Dump:
        settled = until_quiet(self.api, quiet=self.settings.short, limit=self.settings.limit, what="settling")
        if not settled:
            self.report.general.append(f"the server did not come to rest ({when})")
        return take(self.api, self.keys)

    def _judge(
        self, staged: Staged, first: Dump, second: Dump, codes: dict[str, set[str]], relay: Relay
    ) -> None:
        stored = hashes(self.settings.home / "vault")
        self.report.general += strangers(self.manifest, stored)
        self.report.general += judge_albums(self.manifest, first, second, staged)
        unknown = sorted(k for k in second.assets if k.startswith("?"))
        self.report.general += [f"an unknown asset appeared: {key}" for key in unknown]
        log = [e for e in relay.log if e.verb.startswith("apply --yes")]
        for part in motions(self.manifest):
            change = changes(first.assets[part["key"]], second.assets.get(part["key"], {}))
            change.pop("updatedAt", None)  # naming it in another still stamps it
            self.report.general += [f"{part['key']} changed: {said(change)}"] if change else []
        for scenario in self.manifest["scenarios"]:
            row = self.rows[scenario["id"]]
            if row.undetected or scenario["outcome"] == "untouched":
                judge_untouched(scenario, row, first, second, "winner")
                continue
            judge_review(scenario, row, codes.get(staged.groups[scenario["id"]]))
            winner = kept_key(scenario, staged)
            match scenario["outcome"]:
                case "review":
                    judge_untouched(scenario, row, first, second, "review")
                case "skipped":
                    judge_skipped(scenario, row, first, second)
                case "resolved":
                    assert winner is not None
                    judge_resolved(scenario, row, first, second, staged)
                    judge_backups(scenario, row, stored, winner)
                    losers = [staged.ids[f["key"]] for f in scenario["files"] if f["key"] != winner]
                    judge_order(row, log, staged.ids[winner], losers)
        trashed = sum(bool(a["isTrashed"]) for a in second.assets.values())
        self.report.counts = {"groups": len(staged.groups), "assets": len(first.assets), "trashed": trashed}

    def _empty(self, staged: Staged, second: Dump) -> set[str]:
        """Purge what lies in the trash, then trash one file once more, as a phone and its owner might."""
        purged = {key for key, fields in second.assets.items() if fields["isTrashed"]}
        tell(f"emptying {len(purged)} losers for good")
        purge(self.api, [second.ids[key] for key in sorted(purged)])
        # The server takes the video part of a Live Photo along.
        purged |= {
            f["motion"]["key"] for f in stills(self.manifest) if f.get("motion") and f["key"] in purged
        }
        for scenario in self._detected(staged):
            if scenario["sabotage"] == "bytes-in-trash":
                for file in scenario["files"]:
                    if file["key"] in purged:
                        _, again = upload_file(self.api, self.settings.fixtures, file)
                        until_quiet(
                            self.api,
                            quiet=self.settings.short,
                            limit=self.settings.limit,
                            what="uploading again",
                        )
                        self.api.call("DELETE", "/assets", json={"ids": [again]})
        return purged

    def _judge_restored(self, first: Dump, third: Dump, purged: set[str]) -> None:
        found = compare(first, third, purged)
        self.report.named = found.named
        of_key = {f["key"]: s["id"] for s in self.manifest["scenarios"] for f in s["files"]}
        of_key |= {f["motion"]["key"]: of_key[f["key"]] for f in stills(self.manifest) if f.get("motion")}
        for key, faults in found.faults.items():
            if key not in of_key:
                self.report.general += faults
                continue
            for fault in faults:
                self.rows[of_key[key]].check("restored", False, fault)
        for row in self.rows.values():
            row.check("restored", True, "")
