"""The network: actors, offers, referrals, disclosures and the list of today."""
