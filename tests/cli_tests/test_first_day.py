"""What a person meets on the first day: what comes next, in which home, and what each refusal means."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.render.reports import troubles
from engine.base.report import Ending, Report
from engine.immich.permissions import EVERYTHING
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow


def test_without_a_command_a_new_home_is_told_to_log_in(winnow: Winnow) -> None:
    ran = winnow()
    assert ran.exit == 0
    assert "Next: winnow login" in ran.out
    assert str(winnow.home.name) in ran.out
    assert not winnow.home.exists()


def test_without_a_command_it_says_how_things_stand(online: Winnow) -> None:
    assert "Next: winnow analyze; to look at server, key and disk before it: winnow check" in online().out
    online("analyze")
    assert "5 ready" in online().out
    assert "Next: winnow apply --dry-run" in online().out
    online("apply", "--yes")
    said = online().out
    assert "0 ready" in said
    assert "6 pictures went to the trash by Winnow; how they come back: winnow status" in said
    assert said.splitlines()[-3:-1] == ["Next: winnow audit", "And: winnow review"]
    online("audit")
    assert "Next: winnow review" in online().out
    for one in online.json("plan", "--review").objects:
        online("decide", one["group"], "--skip")
    said = online().out
    assert "1 group decided by you since: winnow analyze follows that" in said
    assert "Next: winnow analyze" in said.splitlines()
    online("analyze")
    said = online().out
    assert "decided by you" not in said
    assert "Next: winnow audit" in said


def test_the_usual_home_stands_in_the_help(winnow: Winnow) -> None:
    assert "WINNOW_HOME;" in winnow("--help").out


def test_no_line_of_the_help_is_cut(winnow: Winnow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = winnow("--help").out
    assert "...\n" not in out.partition("Commands:")[2]
    assert all(len(line) <= 90 for line in out.splitlines())


def test_a_key_of_another_user_is_not_stored_in_this_home(
    online: Winnow, server: PracticeServer, world: World
) -> None:
    online("analyze")
    other = world.add_user("Eve")
    ran = online("login", "--server", server.url, "--api-key", server.key(EVERYTHING, user=other))
    assert ran.exit == 6
    assert "This home belongs to" in ran.err
    assert not (online.home / "config.toml").exists()


def test_a_stored_key_says_for_which_server_it_is(
    winnow: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert winnow("login", "--server", server.url, "--api-key", server.key(EVERYTHING)).exit == 0
    ran = winnow("analyze", "--server", "http://127.0.0.1:9")
    assert ran.exit == 2
    assert f"The stored key is for {server.url}" in ran.err


def test_https_at_a_port_that_speaks_http_is_said_in_words(online: Winnow, server: PracticeServer) -> None:
    ran = online("check", "--server", server.url.replace("http://", "https://"))
    assert "does not speak https there" in ran.out
    assert "WRONG_VERSION" not in ran.out


def test_check_tells_what_the_plan_needs_and_refuses_a_home_that_cannot_be_written(
    online: Winnow, tmp_path: Path
) -> None:
    online("analyze")
    assert "the newest plan needs" in online("check").out
    ran = online("check", "--home", "/proc/winnow")
    assert ran.exit != 0
    assert "/proc/winnow cannot be written" in ran.out or "0 B free" in ran.out
    (tmp_path / "file").write_text("")
    assert "cannot be written" in online("check", "--home", str(tmp_path / "file" / "home")).out


def test_many_groups_with_one_reason_are_one_line() -> None:
    report = Report(run="r", verb="apply")
    for number in range(33):
        report.end(f"g{number}", Ending.SKIPPED, ["the run was interrupted"])
    report.end("other", Ending.FAILED, ["no space"])
    assert troubles(report) == [
        "skipped: 33 groups: the run was interrupted",
        "failed: group other: no space",
    ]


def test_a_second_restore_says_by_which_run_it_was_taken_back(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    online("restore", "--yes")
    run = online.json("journal", "runs").objects[-1]["run"]
    ran = online("restore", "--yes")
    assert f"already taken back by {run}" in ran.err + ran.out


def test_a_second_restore_says_what_could_not_come_back(online: Winnow, server: PracticeServer) -> None:
    """Whose album is gone meanwhile: named by the first restore, and told as settled by the second, which ends well."""
    online("analyze")
    applied = online.json("apply", "--yes").summary["run"]
    with server.world.lock:
        gone = sorted(album.name for album in server.world.albums.values())
        server.world.albums.clear()
    assert online("restore", "--yes").exit == 4
    run = online.json("journal", "runs").objects[-1]["run"]
    ran = online("restore", "--yes")
    assert ran.exit == 0
    said, *stayed, how = ran.out.splitlines()
    assert how == (
        f"Where what kept them is gone since, they go back now: winnow restore {applied} --force-field album "
        "--force-field cover"
    )
    assert said.endswith(f": already taken back by {run}, except:")
    assert stayed
    assert all(line.startswith("  the album ") and " is gone" in line for line in stayed), stayed
    assert any(repr(name) in ran.out for name in gone)
    (told,) = online.json("restore", "--yes").objects
    assert (told["already"]["runs"], len(told["already"]["stayed"])) == ([run], len(stayed))


def test_a_restore_says_before_it_asks_that_it_must_upload(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    online("apply", "--yes")
    server.purge_trash(days=0)
    ran = online("restore", "--yes")
    assert "6 pictures are no longer in the server's trash and will be uploaded again" in ran.err
    assert "new ids" in ran.err


def test_a_restore_from_the_trash_says_nothing_of_uploads(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    assert "uploaded again from the backups" not in online("restore", "--yes").err


def test_an_audit_with_nothing_to_look_at_says_why(online: Winnow) -> None:
    online("analyze")
    assert "Nothing was applied yet" in online("audit").out
    online("apply", "--yes")
    assert "stands" not in online("audit").out
    assert "Nothing that stands was touched since the last audit, " in online("audit", "--since-last").out
    run = online.json("restore", "--yes").summary["run"]
    ran = online("audit")
    assert ran.exit == 0
    assert f"Nothing stands any more: all that was done was taken back, by {run}." in ran.out
    again = online("restore", "--all", "--yes").out
    assert again.startswith(f"all runs: already taken back by {run}")


def test_a_report_of_no_run_is_of_the_newest_that_tells_something(online: Winnow, tmp_path: Path) -> None:
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    assert online("audit").exit == 0
    ran = online("report", "--no-pictures", "--out", str(tmp_path / "page.html"))
    assert f"5 groups of {run}" in ran.out
    assert "as listed by `winnow journal runs`" in ran.out
    named = online("report", run, "--no-pictures", "--out", str(tmp_path / "page.html"))
    assert "as listed by" not in named.out


def test_the_story_of_a_winner_names_its_copy(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    told = online("journal", "show", "IMG_0002.jpg").out
    assert told.startswith("IMG_0002.jpg, of one group with IMG_0002 (1).jpg (winnow journal show")
    assert "+00:00" not in online("journal", "runs").out


def test_a_name_that_is_nearly_one_gets_the_ones_that_are(online: Winnow) -> None:
    online("analyze")
    assert "did you mean IMG_0002.jpg" in online("explain", "img_0002.JPG").err
    told = online("explain", "00000000").err
    assert "There is no group or picture 00000000: see `winnow plan" in told
    assert "for what earlier runs did with it, `winnow journal show 00000000`." in told
    assert "did you mean IMG_0004.jpg" in online("apply", "--yes", "--asset", "IMG_0004.jpeg").err
    group = next(one["group"] for one in online.json("plan", "--review").objects)
    said = online("decide", group, "--keep", "img_0006.jpg").err
    assert f"There is no picture in group {group[:8]} called img_0006.jpg (did you mean IMG_0006.jpg" in said
    assert "did you mean winnow plan --asset IMG_0004.jpg?" in online("plan", "IMG_0004.jpg").err
    online("apply", "--yes")
    assert "did you mean IMG_0004.jpg" in online("restore", "--yes", "--asset", "IMG_0004.jpeg").err
    assert "did you mean IMG_0004.jpg" in online("journal", "show", "img_0004.jpg").err
    ran = online("restore", "--yes", "IMG_0004_edited.jpg")
    assert ran.exit == 2
    assert "did you mean winnow restore --asset IMG_0004_edited.jpg, that picture alone, or" in ran.err
    assert "winnow restore --group IMG_0004_edited.jpg, all of its group?" in ran.err
    assert "did you mean winnow restore --group" in online("restore", "--yes", _applied(online)).err


def _applied(winnow: Winnow) -> str:
    return str(next(one["group"] for one in winnow.json("plan").objects if one["ready"])[:8])


def test_a_command_that_is_nearly_one_gets_the_one_that_is(winnow: Winnow) -> None:
    ran = winnow("aply")
    assert ran.exit == 2
    assert "There is no command aply: did you mean apply" in ran.err
    assert "No such command" in winnow("xyzzy").err
    assert "There is no command undo: did you mean restore?" in winnow("undo").err


def test_before_a_login_the_login_is_named_first(winnow: Winnow) -> None:
    assert "No server is named: run `winnow login` at a terminal" in winnow("check").err


def test_what_comes_next_is_said_after_every_change(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes", "--limit", "1")
    told = online().out
    assert "Next: winnow audit, then, with the rest: winnow apply --plan 20" in told
    assert "--canary" not in told
    assert "Nothing to resume: every run came to its end. Next: winnow" in online("resume").out
    back = online("restore", "--yes")
    run = online.json("journal", "runs").objects[-1]["run"]
    assert f"What still stands: winnow status. To take this back in turn: winnow restore {run}" in back.out
    assert "winnow apply --canary 5" in online().out


def test_a_report_without_a_name_takes_no_restore(online: Winnow, tmp_path: Path) -> None:
    online("analyze")
    applied = online.json("apply", "--yes").summary["run"]
    online("restore", "--yes")
    ran = online("report", "--no-pictures", "--out", str(tmp_path / "page.html"))
    assert applied in ran.out
    assert "That is the newest apply" in ran.out


@pytest.mark.parametrize("words", [(), ("apply",), ("journal", "show")])
def test_help_as_a_command_is_the_option(winnow: Winnow, words: tuple[str, ...]) -> None:
    asked, option = winnow("help", *words), winnow(*words, "--help")
    assert asked.exit == option.exit == 0
    assert asked.out == option.out
    assert asked.out.startswith(f"Usage: {' '.join(('winnow', *words))} [OPTIONS]")
