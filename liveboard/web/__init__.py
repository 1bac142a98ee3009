"""The web edge: routes on one page (`app.py`), one module per resource.

Every endpoint parses (and refuses with a hint), makes one call, and answers.
"""
