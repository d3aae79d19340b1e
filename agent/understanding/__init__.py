"""From words to requests: cut apart, spelled right, read by local models and rules, and by a model if unsure."""
