"""How values are shown to people: tables, lines and words. Pure but for the console that prints."""
