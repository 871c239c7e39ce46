"""What the bytes and the pictures say, gathered once per content and kept in the journal for ever."""
