"""Makes VerdeMuse's products, customers, orders and logged conversations from a seed and hand-written banks.

Knows nothing of a database. Policies, articles, FAQs, shop.json and manifest.json are written by hand; the figures the
generator needs (shipping prices, return windows, warranties) are read from the policies, so they exist once.
"""
