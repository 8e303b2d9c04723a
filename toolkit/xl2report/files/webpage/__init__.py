"""The list of findings as one web page. Knows HTML; no rule, no wording of findings."""
