"""N1 to N10: file names that try to be paths, commands, markup or terminal codes."""

from scripts.fixtures_lib.scenario import File, Scenario
from scripts.fixtures_lib.sets.winners import SMALL

HOSTILE = (
    ("a climb out of the folder", "../../../etc/passwd.jpg"),
    ("an absolute path and a Windows drive", "C:\\Users\\me\\/abs/photo.jpg"),
    ("shell commands", "$(reboot) `id`; rm -rf ~ | tee &.jpg"),
    ("quotes and brackets", 'it\'s "quoted" <b>[bold]{}</b>.jpg'),
    ("a line break and a forged line", "one\nwinner: two\r\n.jpg"),
    ("terminal colour codes and a bell", "\x1b[31mred\x1b[0m\x07\x1b]0;title\x07.jpg"),
    ("text that runs backwards", "photo\u202egpj.exe\u2066\u200b.jpg"),
    ("composed, decomposed and astral letters", "Stra\u00dfe e\u0301\u00e9 漢字 😀 \u0627\u0644.jpg"),
    ("an option, a wildcard, a percent sign", "--force=* %2e%2e%2f %s %n ?.jpg"),
    ("two hundred and fifty letters", "n" * 246 + ".jpg"),
)

NAMES = tuple(
    Scenario(
        id=f"N{number}",
        title=f"names with {what}",
        files=(
            File(key=f"n{number}_winner", name=name),
            File(key=f"n{number}_loser", name=name, size=SMALL, quality=80),
        ),
        winner=f"n{number}_winner",
    )
    for number, (what, name) in enumerate(HOSTILE, 1)
)
