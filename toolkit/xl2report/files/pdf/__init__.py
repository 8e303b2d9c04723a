"""The report printed as PDF by LibreOffice, where it is installed. Knows no report."""
