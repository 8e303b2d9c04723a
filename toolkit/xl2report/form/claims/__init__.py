"""The grammar of claims: what a sentence of an annual report says in numbers. Text in, claims out.

Knows a form's points through its phrase book; never judges a claim against figures.
"""
