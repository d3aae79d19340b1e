"""How a message feels, and what follows from it."""
