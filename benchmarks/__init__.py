"""What liveboard costs, beside what others cost: `python -m benchmarks`.

Each module answers one question with one table. Nothing here is asserted anywhere: a figure
belongs to the machine and the minute it was taken on, and says so.
"""
