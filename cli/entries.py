"""Every command and its line in `--help`, in the order in which people use them."""

from __future__ import annotations

from cli.lazy import LazyCommand

ENTRIES = (
    LazyCommand("login", "cli.commands.login", "store the server's address and your key"),
    LazyCommand("check", "cli.commands.check", "is everything ready?"),
    LazyCommand("analyze", "cli.commands.analyze", "judge the duplicate groups; changes nothing"),
    LazyCommand("plan", "cli.commands.plan", "show what an analysis decided"),
    LazyCommand("explain", "cli.commands.explain", "why each picture of a group stays or goes"),
    LazyCommand("review", "cli.commands.review", "decide with your eyes, on a page in the browser"),
    LazyCommand("decide", "cli.commands.decide", "decide about a group on the command line"),
    LazyCommand("rehearse", "cli.commands.rehearse", "play a plan on a practice server first"),
    LazyCommand("apply", "cli.commands.apply", "carry a plan out: back up, complete, trash"),
    LazyCommand("resume", "cli.commands.resume", "finish what was interrupted"),
    LazyCommand("audit", "cli.commands.audit", "hold server and backups against the journal"),
    LazyCommand("restore", "cli.commands.restore", "take back a run, a group or a picture"),
    LazyCommand("replay", "cli.commands.replay", "the decisions of a run, on another server"),
    LazyCommand("status", "cli.commands.status", "what can be undone, how, and until when"),
    LazyCommand("report", "cli.commands.report", "write one page of a run, to keep or to show"),
    LazyCommand("journal", "cli.commands.journal", "read what was promised and seen"),
    LazyCommand("vault", "cli.commands.vault", "list, verify and copy out the backups"),
    LazyCommand("policy", "cli.commands.policy", "the rules by which winners are chosen"),
    LazyCommand("demo", "cli.commands.demo", "watch it all on a practice server"),
    LazyCommand("completion", "cli.commands.completion", "completions for bash, zsh or fish"),
    LazyCommand("manual", "cli.commands.manual", "print the man page"),
)
"""The lines are short enough to be whole at 80 columns."""

ELSEWHERE: dict[str, str] = {
    "undo": "restore",
    "revert": "restore",
    "rollback": "restore",
    "run": "apply",
    "dedupe": "apply",
    "scan": "analyze",
    "list": "plan or runs",
    "show": "explain or plan",
    "history": "runs",
    "log": "journal",
    "config": "policy or login",
    "continue": "resume",
}
"""What other tools call a command, and its name here."""
