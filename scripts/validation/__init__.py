"""Judge a whole round of Winnow against a server, by reading that server itself.

Nothing here uses the engine: what both read alike, both would misread alike.
"""
