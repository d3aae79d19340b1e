"""What is said of claims: which one, of what, why, and what is asked of the one in hand."""
