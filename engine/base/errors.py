"""Everything the engine refuses or suffers, each with the facts that explain it.

The class docstring is the message, `slug` the stable name that the command line maps to an exit code.
"""

from __future__ import annotations


class EngineError(Exception):
    """The engine refused."""

    slug = "engine"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__((type(self).__doc__ or "").format_map(facts))


class ServerError(EngineError):
    """The server did not do what was asked."""

    slug = "server"


class Unreachable(ServerError):
    """The server {url} cannot be reached: {detail}. Check the address and that Immich is running."""

    slug = "unreachable"


class NotImmich(ServerError):
    """{url} answers, but not as an Immich server ({detail}): check the address, with its port and path."""

    slug = "not-immich"


class Refused(ServerError):
    """The server refused {method} {path} with {status}: {detail}{correlation}"""

    slug = "refused"

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        status = self.facts["status"]
        assert isinstance(status, int)
        return status


class BadKey(Refused):
    """The server does not accept the API key ({status} on {method} {path}): {detail}{correlation}"""

    slug = "bad-key"


class NoPermission(Refused):
    """The API key lacks a permission ({method} {path}): {detail}{correlation}"""

    slug = "no-permission"


class KeyUnusable(ServerError):
    """This is no API key of Immich: {detail}. Nothing was sent."""

    slug = "key-unusable"


class BadAnswer(ServerError):
    """The server's answer to {method} {path} cannot be used: {detail}"""

    slug = "bad-answer"


class ReplyLost(ServerError):
    """The answer to {method} {path} was lost ({detail}): whether it happened is in doubt. Run `winnow resume`."""

    slug = "reply-lost"


class UnsupportedVersion(ServerError):
    """The server {url} runs Immich {version}; winnow works with {oldest} up to {newest}.x."""

    slug = "unsupported-version"


class GuardRefused(EngineError):
    """A safety check refused: {detail}"""

    slug = "guard"


class TrashOff(GuardRefused):
    """The server's trash is switched off, so nothing could be taken back: switch it on (Administration, Settings, Trash)."""

    slug = "trash-off"


class WrongServer(GuardRefused):
    """This home belongs to {found}, but the key is for {given}: use another --home for another server or user."""

    slug = "wrong-server"


class NoPlan(GuardRefused):
    """There is no plan {run}: run `winnow analyze` first."""

    slug = "no-plan"


class NoSuchPlan(NoPlan):
    """There is no plan {run}: `winnow journal runs` shows the analyze runs that there are."""

    slug = "no-such-plan"


class PlanUnlooked(GuardRefused):
    """The plan {run} was made without a look at the pictures, so nothing may go by it: run `winnow analyze` first."""

    slug = "plan-unlooked"


class NotKnown(GuardRefused):
    """There is no {what} {name}{near}: see `{see}`."""

    slug = "not-known"


class Ambiguous(GuardRefused):
    """More than one {what} is meant by {name}: {several}. Write more of it, or one of these."""

    slug = "ambiguous"


class NoSuchName(NotKnown):
    """There is no {what} called {name}{near}: {where} shows what there is."""


class LibraryUnlisted(NotKnown):
    """Only an administrator's key may ask for the names of external libraries, so {name} says nothing: give the whole id of the library."""


class CannotApply(GuardRefused):
    """Group {group} waits for a person: see it with `winnow plan --group {group}`, decide it, and analyze again."""

    slug = "cannot-apply"


class DecidedSince(CannotApply):
    """Group {group} is left alone: {why}. Run `winnow analyze`, which follows that."""


class NothingChosen(GuardRefused):
    """Nothing in the plan matches {what}: see `{see}`."""

    slug = "nothing-chosen"


class NothingMeant(NothingChosen):
    """No duplicate group matches {what}{each}. Nothing was judged, and no plan was made."""


class CannotDecide(GuardRefused):
    """Group {group} cannot be decided: {detail}."""

    slug = "cannot-decide"


class NoReport(GuardRefused):
    """There is nothing to report: {detail}."""

    slug = "no-report"


class NothingToRestore(GuardRefused):
    """There is nothing to restore for {what}."""

    slug = "nothing-to-restore"


class NothingToReplay(GuardRefused):
    """There is nothing to replay: {detail}. See `winnow journal runs`."""

    slug = "nothing-to-replay"


class NothingToRehearse(GuardRefused):
    """Nothing can be rehearsed: {detail}."""

    slug = "nothing-to-rehearse"


class VaultMissing(EngineError):
    """The vault {path} is missing or not writable ({detail}): bring it back (a disk to mount?), backups are never started anew silently. Where it is lost for good: winnow vault begin."""

    slug = "vault-missing"


class FolderUnusable(GuardRefused):
    """{path} cannot be written ({detail}). Name another folder, or free it; the same command goes on with what is copied already."""

    slug = "folder-unusable"


class StillNeeded(GuardRefused):
    """{runs} did not come to {its} end and may need the backups, so none was removed: run `winnow resume` first."""

    slug = "still-needed"


class LimitReached(GuardRefused):
    """A limit was reached: {detail}"""

    slug = "limit"


class ShareExceeded(LimitReached):
    """{losers} losers are {share} % of the {total} pictures, and one run may trash {most} % at most: apply fewer (--limit), or allow more (--max-share)."""

    slug = "share-exceeded"


class TrashTooShort(LimitReached):
    """The server's trash keeps pictures for {days} days only, and {least} are wanted: raise that (Administration, Settings, Trash), or ask for less (--min-trash-days)."""

    slug = "trash-too-short"


class VaultFull(EngineError):
    """The disk of the vault {path} has {free} free and {needed} are needed{reserve}: free some space or move --home."""

    slug = "vault-full"


class SpoolUnusable(EngineError):
    """The list of duplicate groups could not be kept in {path} while it is read ({detail}): free some space there, or move --home."""

    slug = "spool-unusable"


class BackupMismatch(EngineError):
    """What was read of {asset} is not what the server describes: {detail}"""

    slug = "backup-mismatch"


class BackupMissing(EngineError):
    """The backup of {name} is missing or damaged, so nothing was sent: `winnow vault verify` names what else is."""

    slug = "backup-missing"


class CanaryStopped(GuardRefused):
    """{failed} of the first groups failed (canary), so nothing more was begun: look at them, then `winnow resume --past-canary` goes on."""

    slug = "canary-stopped"


class TooManyFailures(GuardRefused):
    """{failed} groups failed, more than the {limit} that --max-failures allows: nothing more was begun. Look at them; `winnow resume --past-canary` goes on."""

    slug = "too-many-failures"


class SidecarMismatch(BackupMismatch):
    """The sidecar made for {asset} cannot be trusted: {detail}. Another version of exiftool may help."""


class ExiftoolMissing(EngineError):
    """exiftool does not work ({detail}): try `exiftool -ver`, and where it is missing install it (Debian and Ubuntu: apt install libimage-exiftool-perl; macOS: brew install exiftool)."""

    slug = "exiftool-missing"


class NotInvertible(EngineError):
    """The step {action} cannot be taken back: {detail}"""

    slug = "not-invertible"


class BadPolicy(EngineError):
    """The policy {path} cannot be used: {detail}"""

    slug = "bad-policy"


class InDoubt(EngineError):
    """{count} steps are in doubt: {detail}. Run `winnow resume`."""

    slug = "in-doubt"


class Undecodable(EngineError):
    """The picture cannot be decoded: {detail}. Look at both copies yourself; nothing was decided."""

    slug = "undecodable"
