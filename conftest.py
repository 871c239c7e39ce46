"""Puts the root of the project on the path, so that tests import their helpers as tests.support."""

import signal

# Whoever starts the tests in the background may have them ignore Ctrl-C; what they start and interrupt would, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
