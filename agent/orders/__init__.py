"""What is said of orders: which one, which line, what of it is to change, and what is asked of the one on the table."""
