"""German, French and Spanish messages in English words, so that one reading serves all languages."""
