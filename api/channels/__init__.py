"""How customers reach us: one file a channel behind one port (`port`), listed in one place (`registry`)."""
