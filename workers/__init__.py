"""The processes that work: RQ jobs of a few lines, the bot, the sweeper."""
