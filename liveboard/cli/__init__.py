"""The command line: what operators type, and the parent of all processes.

Every command is a few lines: read the settings, call one procedure, print. Exit
status 0 is good, 1 is not good, 2 is wrong use.
"""
