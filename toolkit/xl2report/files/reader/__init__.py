"""Reads workbooks: the container, the cells, and what they mean for a form."""
