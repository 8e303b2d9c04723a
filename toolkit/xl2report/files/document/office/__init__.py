"""An office's own Word file with marked places, filled in; what has no mark stays byte for byte."""
