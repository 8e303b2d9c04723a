"""A new roster workbook, for an office to fill in."""
