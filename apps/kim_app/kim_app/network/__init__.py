"""The network around the cases: actors and their offers, referrals to them, and what becomes of these."""
