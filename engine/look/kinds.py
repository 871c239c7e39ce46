"""Every kind of answer once: its frozen name, what it means, and what it is for the judges."""

from __future__ import annotations

from typing import Final

from engine.model.likeness import CUT_OUT, Difference

SAME_PICTURE: Final = "same"
MOVED: Final = "moved"
DRAWN_ON: Final = "drawn-on"
TAKEN_AWAY: Final = "taken-away"
CROPPED: Final = "cropped"
EXTENDED: Final = "extended"
SHIFTED: Final = "shifted"
MIRRORED: Final = "mirrored"
TURNED: Final = "turned"
COLOURS: Final = "colours"
MONOCHROME: Final = "monochrome"
ANOTHER: Final = "another"
BARS_AROUND_LOSER: Final = "bars-around-loser"
BARS_AROUND_WINNER: Final = "bars-around-winner"
UNSURE_SMALL: Final = "unsure-small"
UNSURE_DETAIL: Final = "unsure-detail"
UNSURE_WRITING: Final = "unsure-writing"
UNSURE_COLOURS: Final = "unsure-colours"
UNSURE_FRAME: Final = "unsure-frame"
UNSURE_FRAMES: Final = "unsure-frames"
UNSURE_UNSHOWN: Final = "unsure-unshown"
UNSURE_SOUND: Final = "unsure-sound"

MEANING: Final[dict[str, str]] = {
    SAME_PICTURE: "the loser shows what the winner shows",
    MOVED: "something moved between the two",
    DRAWN_ON: "the loser shows something that the winner does not",
    TAKEN_AWAY: "the winner shows something that the loser does not",
    CROPPED: "the loser is a part cut out of the winner",
    CUT_OUT: "the loser is a part cut out of the winner, and shows there just what the winner shows",
    EXTENDED: "the winner is a part cut out of the loser, which shows more",
    SHIFTED: "each shows an edge that the other does not",
    MIRRORED: "one is the mirror image of the other",
    TURNED: "one is the other turned",
    COLOURS: "the same view with its colours or brightness changed",
    MONOCHROME: "one is in colour, the other in black and white",
    ANOTHER: "two different pictures",
    BARS_AROUND_LOSER: "the loser lies between black bars, and the winner does not",
    BARS_AROUND_WINNER: "the winner lies between black bars, and the loser does not",
    UNSURE_SMALL: "too few pixels to tell small things apart",
    UNSURE_DETAIL: "a small difference that may be no more than compression",
    UNSURE_WRITING: "the writing on the smaller or poorer one is too small to tell every letter and digit",
    UNSURE_COLOURS: "a slight change of colour or brightness",
    UNSURE_FRAME: "the edges of the two do not quite meet",
    UNSURE_FRAMES: "the frames of the two films cannot be laid side by side",
    UNSURE_SOUND: "the two films show the same and do not sound alike",
    UNSURE_UNSHOWN: "what previews do not show (transparent parts, further pages) is not proven to be the same",
}
"""Records on disk hold these names."""

DIFFERENCE: Final[dict[str, Difference]] = {
    SAME_PICTURE: Difference.NONE,
    MOVED: Difference.CONTENT,
    DRAWN_ON: Difference.CONTENT,
    TAKEN_AWAY: Difference.CONTENT,
    CROPPED: Difference.CROPPED,
    CUT_OUT: Difference.CROPPED,
    EXTENDED: Difference.EXTENDED,
    SHIFTED: Difference.OTHER,
    MIRRORED: Difference.TURNED,
    TURNED: Difference.TURNED,
    COLOURS: Difference.COLOURS,
    MONOCHROME: Difference.COLOURS,
    ANOTHER: Difference.OTHER,
    BARS_AROUND_LOSER: Difference.BARS,
    BARS_AROUND_WINNER: Difference.BARS,
    UNSURE_SMALL: Difference.NONE,
    UNSURE_DETAIL: Difference.NONE,
    UNSURE_WRITING: Difference.NONE,
    UNSURE_COLOURS: Difference.COLOURS,
    UNSURE_FRAME: Difference.NONE,
    UNSURE_FRAMES: Difference.LENGTH,
    UNSURE_UNSHOWN: Difference.NONE,
    UNSURE_SOUND: Difference.CONTENT,
}
"""What each kind is for those who judge: they ask only what somebody would have to decide."""
