"""What everything else stands on: points, numbers, grids, findings, filings."""
