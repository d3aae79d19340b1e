"""What a short message asks of what lies on the table: an order, a claim, goods, or the talk itself."""
