"""Marked copies: the clerk's own workbook with the wrong cells filled, noted and listed."""
