"""The annual report: what the Land asks, one page for each topic, the year before beside it, and nobody in it."""
