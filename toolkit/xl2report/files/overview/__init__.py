"""The progress of a collection as one web page and as a workbook. Knows HTML and xlsx; no rule."""
