"""The list of findings as a workbook: readme, findings, units. Knows XlsxWriter; no rule, no wording."""
