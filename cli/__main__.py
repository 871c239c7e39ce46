"""Run `python -m cli`."""

from __future__ import annotations

from cli.door import main

main()
