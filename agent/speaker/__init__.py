"""Who speaks: proofs of identity, whom a lead serves, and what people say about themselves."""
