"""Writes workbooks of a form."""
