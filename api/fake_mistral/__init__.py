"""A server that speaks Mistral's chat API on this machine: to try the service with a model, and to test it against
a model that is slow, broken, lying or talked into something. It thinks nothing: what it says is in `answers`."""
