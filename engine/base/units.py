"""Bytes in the units that people read, for messages of the engine and for the command line alike."""

from __future__ import annotations

UNITS = ("B", "kB", "MB", "GB", "TB")
FACTORS = {unit.lower(): 1000**power for power, unit in enumerate(UNITS)}
FACTORS |= {"": 1, "k": 1000, "m": 1000**2, "g": 1000**3, "t": 1000**4}


def size_text(number: int) -> str:
    """Return bytes in decimal units, as disks are sold and as file managers count."""
    amount = float(number)
    for unit in UNITS[:-1]:
        if amount < 999.5:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 99.5 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} {UNITS[-1]}"


def size_of(text: str) -> int:
    """Read bytes as people write them: "5 GB", "500M", "1000".

    Raises ValueError where it is none.
    """
    number = text.strip().rstrip("BbKkMmGgTt").rstrip()
    unit = text.strip()[len(number) :].strip().lower()
    try:
        amount = float(number) * FACTORS[unit]
    except (ValueError, KeyError):
        amount = -1.0
    if not 0 <= amount < float("inf"):
        raise ValueError(f"no size: {text}")
    return int(amount)
