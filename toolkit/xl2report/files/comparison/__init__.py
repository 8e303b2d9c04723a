"""This year beside last year as a workbook: readme, subtotals, every unit. Knows XlsxWriter; no form."""
