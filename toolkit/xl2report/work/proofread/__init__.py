"""A finished document against itself: its tables' relations, its prose against its tables and a workbook.

Values and claims in, verdicts and findings out; knows no file format.
"""
