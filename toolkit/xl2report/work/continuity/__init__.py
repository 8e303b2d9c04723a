"""This year beside last year: what does not follow from it, what jumps, and what was only copied."""
