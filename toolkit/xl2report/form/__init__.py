"""The form: read from YAML, turned into relations, formulas and a plan of the workbook."""
