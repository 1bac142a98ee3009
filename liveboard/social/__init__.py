"""The social room."""
