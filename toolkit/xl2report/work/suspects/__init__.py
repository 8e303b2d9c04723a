"""Suspects: the cells most likely wrong where relations break, and the values they should have."""
