"""A report's figures as open data: CSV, JSON, workbook and data dictionary. Knows no form."""
