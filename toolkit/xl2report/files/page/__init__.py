"""The report as HTML: a page of its own, and a fragment for a website's editor. Knows no form."""
