"""The promises of docs/safety.md, each broken alone; single tests notice."""

from scripts.mutations_lib.auditing import AUDITING
from scripts.mutations_lib.corners import CORNERS
from scripts.mutations_lib.gating import GATING, ROWS
from scripts.mutations_lib.looking import LOOKING
from scripts.mutations_lib.meanwhile import MEANWHILE
from scripts.mutations_lib.people import PEOPLE
from scripts.mutations_lib.undoing import REACHING, UNDOING

PROMISES = (*UNDOING, *REACHING, *CORNERS, *GATING, *ROWS, *LOOKING, *AUDITING, *PEOPLE, *MEANWHILE)
