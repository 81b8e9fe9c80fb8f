"""Applications to the offices of building block 3: checklist, clock, queue, notices, papers, figures."""
