"""Every command and its line in `--help`, in the order in which people use them."""

from __future__ import annotations

from cli.lazy import Entry

ENTRIES = (
    Entry("login", "cli.commands.login", "store the server's address and your key"),
    Entry("check", "cli.commands.check", "is everything ready?"),
    Entry("analyze", "cli.commands.analyze", "judge the duplicate groups; changes nothing"),
    Entry("plan", "cli.commands.plan", "show what an analysis decided"),
    Entry("explain", "cli.commands.explain", "why each picture of a group stays or goes"),
    Entry("review", "cli.commands.review", "decide with your eyes, on a page in the browser"),
    Entry("decide", "cli.commands.decide", "decide about a group on the command line"),
    Entry("apply", "cli.commands.apply", "carry a plan out: back up, complete, trash"),
    Entry("resume", "cli.commands.resume", "finish what was interrupted"),
    Entry("audit", "cli.commands.audit", "hold server and backups against the journal"),
    Entry("restore", "cli.commands.restore", "take back a run, a group or a picture"),
    Entry("status", "cli.commands.status", "what can be undone, how, and until when"),
    Entry("report", "cli.commands.report", "write one page of a run, to keep or to show"),
    Entry("journal", "cli.commands.journal", "read what was promised and seen"),
    Entry("vault", "cli.commands.vault", "list, verify and copy out the backups"),
    Entry("policy", "cli.commands.policy", "the rules by which winners are chosen"),
    Entry("demo", "cli.commands.demo", "watch it all on a practice server"),
    Entry("completion", "cli.commands.completion", "completions for bash, zsh or fish"),
    Entry("manual", "cli.commands.manual", "print the man page"),
)
"""The lines are short enough to be whole at 80 columns."""
